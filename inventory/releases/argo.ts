import { z } from "zod";
import { mergeValues } from "../../addons/kit/values";
import { InventoryError } from "../json";
import { narrowObject, namespaced, type ReadObject } from "../kubernetes/object";
import { flag, listOf, maybe, metadata, text } from "../kubernetes/schemas";
import { describePlace, type HelmRelease } from "../model";
import { chartOf, parseValues, withSettings } from "./values";

const helm = z.lazy(() =>
  maybe(
    z.object({
      releaseName: text,
      values: text,
      valuesObject: maybe(z.record(z.string(), z.unknown())),
      valueFiles: listOf(z.string()),
      fileParameters: listOf(z.object({ name: text })),
      parameters: listOf(z.object({ name: z.string(), value: text, forceString: flag })),
    }),
  ),
);
const source = z.lazy(() =>
  z.object({
    repoURL: z.string(),
    chart: text,
    targetRevision: text,
    helm,
  }),
);
type Source = z.output<typeof source>;

/** https://argo-cd.readthedocs.io/en/stable/user-guide/helm/ and …/user-guide/multiple_sources/ */
const spec = z.lazy(() =>
  z.object({
    source: maybe(source),
    sources: listOf(source),
    destination: maybe(z.object({ namespace: text })),
  }),
);
const application = z.lazy(() => z.object({ metadata, spec }));
const applicationSet = z.lazy(() =>
  z.object({
    metadata,
    spec: z.object({ template: maybe(z.object({ spec })) }),
  }),
);

/**
 * The charts that an Application installs; none for one that applies a folder of a repository.
 *
 * @throws InventoryError when it does not have that shape, or its values are no YAML mapping
 */
export function readApplication(read: ReadObject): readonly HelmRelease[] {
  const { metadata: meta, spec: found } = narrowObject(application, read);
  return releasesOf(namespaced("Application", meta, read), found);
}

/** The same of an ApplicationSet's template, as far as no generator fills it in. */
export function readApplicationSet(read: ReadObject): readonly HelmRelease[] {
  const { metadata: meta, spec: found } = narrowObject(applicationSet, read);
  const { template } = found;
  if (template === undefined) return [];
  const releases = releasesOf(namespaced("ApplicationSet", meta, read), template.spec);
  if (releases.some(({ chart, version }) => `${chart} ${version}`.includes("{{"))) {
    throw new InventoryError(
      describePlace(read.place),
      "installs charts that its generators name, which were not checked",
    );
  }
  return releases;
}

type Named = Pick<HelmRelease, "kind" | "namespace" | "name" | "place" | "annotations">;

function releasesOf(
  named: Named,
  { source: only, sources, destination }: z.output<typeof spec>,
): readonly HelmRelease[] {
  const all = sources.length > 0 ? sources : only === undefined ? [] : [only];
  return all.flatMap((each) => {
    const chart = chartIn(each);
    if (chart === undefined) return [];
    const { valueFiles = [], fileParameters = [], releaseName } = each.helm ?? {};
    const files = [...valueFiles, ...fileParameters.map(({ name }) => name ?? "")];
    return [
      {
        ...named,
        releaseName: releaseName ?? named.name,
        releaseNamespace: destination?.namespace ?? "default",
        ...chart,
        version: each.targetRevision ?? "*",
        takesOwnership: false,
        values: valuesOf(each, describePlace(named.place)),
        ...(files.length === 0 ? {} : { unread: [`values of ${files.join(", ")}`] }),
      },
    ];
  });
}

function chartIn({ repoURL, chart }: Source) {
  if (chart !== undefined) return chartOf(chart, repoURL);
  return repoURL.startsWith("oci://") ? chartOf(repoURL, undefined) : undefined;
}

function valuesOf({ helm: found }: Source, where: string) {
  const { values = "", valuesObject, parameters = [] } = found ?? {};
  const written = valuesObject ?? parseValues(values, where);
  const set = parameters.map(({ name, value, forceString }) => ({
    name,
    value,
    type: forceString === true ? "string" : "auto",
  }));
  return withSettings(mergeValues({}, written), { set });
}
