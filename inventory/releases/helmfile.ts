import { z } from "zod";
import { mergeValues } from "../../addons/kit/values";
import { InventoryError } from "../json";
import { narrowObject, type ReadObject } from "../kubernetes/object";
import { flag, listOf, maybe, text } from "../kubernetes/schemas";
import { describePlace, type HelmRelease } from "../model";
import { chartOf, withSettings } from "./values";

/** Stands for the apiVersion and kind that a helmfile does not have. */
export const HELMFILE_RELEASE = { apiVersion: "helmfile/v1", kind: "HelmfileRelease" } as const;

/** https://helmfile.readthedocs.io/en/latest/configuration/ */
const schema = z.lazy(() =>
  z.object({
    name: z.string(),
    namespace: text,
    chart: z.string(),
    version: text,
    installed: flag,
    set: maybe(z.array(z.unknown())),
    /** Documents: those of files are there already. */
    values: listOf(z.record(z.string(), z.unknown())),
    /** Files that could not be read, by the reader of the file. */
    unread: listOf(z.string()),
    /** Of the repository that the chart names. */
    repository: text,
  }),
);

/**
 * A release of a helmfile; none where it says that it is not installed.
 *
 * @throws InventoryError when it does not have that shape, or helmfile has to fill in its chart or version
 */
export function readHelmfileRelease(read: ReadObject): readonly HelmRelease[] {
  const { name, chart, version, installed, unread, ...rest } = narrowObject(schema, read);
  if (installed === false) return [];
  if (`${name} ${chart} ${version}`.includes("{{")) {
    throw new InventoryError(
      describePlace(read.place),
      `release ${name} is filled in by helmfile, and was not checked`,
    );
  }
  const namespace = rest.namespace ?? "default";
  return [
    {
      kind: "HelmRelease",
      namespace,
      name,
      releaseNamespace: namespace,
      releaseName: name,
      place: read.place,
      ...chartOf(chart, rest.repository),
      version: version ?? (rest.repository === undefined ? undefined : "*"),
      takesOwnership: false,
      values: withSettings(rest.values.reduce(mergeValues, {}), { set: rest.set }),
      ...(unread.length === 0 ? {} : { unread: unread.map((file) => `values of ${file}`) }),
    },
  ];
}
