import { z } from "zod";
import { parseAllDocuments } from "yaml";
import { groupBy } from "../../inventory/group-by";
import { isObject, type JsonObject } from "../../inventory/json";
import type { HelmRelease, Inventory } from "../../inventory/model";
import { describe } from "../../inventory/model";
import { type FieldDifference, differences } from "./differences";
import { shown } from "./mask";
import type { ReadLive } from "./live-objects";
import { isNoise, type ManifestObject } from "./noise";
import type { HelmRevision } from "./release-secret";

/** Something of a release that is not as the code says. */
export interface ReleaseDrift {
  /** `namespace/name`. */
  readonly release: string;
  /** The release itself, or the object of its manifest. */
  readonly object: string;
  /** What differs; `(object)`: it is there or not as a whole. */
  readonly field: string;
  /** Secrets are masked. */
  readonly code: string;
  readonly live: string;
}

const manifestObject = z.object({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.object({ name: z.string(), namespace: z.string().optional() }),
});
const NOT_COMPARED: ReadonlySet<string> = new Set(["apiVersion", "kind", "status"]);

/** The last revision of each release that came to its end; Helm keeps some more. */
export function lastRevisions(revisions: readonly HelmRevision[]): readonly HelmRevision[] {
  const byRelease = groupBy(revisions, ({ namespace, name }) => `${namespace}/${name}`);
  return [...byRelease.values()].flatMap((group) => {
    const sorted = group.toSorted((left, right) => right.revision - left.revision);
    return sorted.find(({ status }) => status === "deployed") ?? sorted.slice(0, 1);
  });
}

/** Releases against the code: which there are, their charts' versions, their values. */
export function releaseDrift(
  code: readonly HelmRelease[],
  live: readonly HelmRevision[],
  namespaces: readonly string[],
): readonly ReleaseDrift[] {
  const found = (release: HelmRelease) =>
    live.find(({ name, namespace }) => name === release.name && namespace === release.namespace);
  const isOurs = ({ name, namespace }: HelmRevision) =>
    code.some((release) => release.name === name && release.namespace === namespace);
  return [
    ...code.flatMap((release) => {
      const revision = found(release);
      const of = `${release.namespace}/${release.name}`;
      const drift = { release: of, object: `HelmRelease ${of}` };
      if (revision === undefined) {
        return [{ ...drift, field: "(object)", code: chartOf(release), live: "none" }];
      }
      return compareRelease(release, revision).map(({ path, ...values }) => ({
        ...drift,
        field: path,
        code: shown(values.code, path, "HelmRelease"),
        live: shown(values.live, path, "HelmRelease"),
      }));
    }),
    ...live
      .filter((revision) => namespaces.includes(revision.namespace) && !isOurs(revision))
      .map(({ namespace, name, chart, version }) => ({
        release: `${namespace}/${name}`,
        object: `HelmRelease ${namespace}/${name}`,
        field: "(object)",
        code: "none",
        live: `${chart} ${version}`,
      })),
  ];
}

function chartOf({ chart, version }: HelmRelease): string {
  return `${chart} ${version ?? ""}`.trim();
}

/** Values that only one side has are a change as well. */
function compareRelease(release: HelmRelease, revision: HelmRevision): readonly FieldDifference[] {
  const { version, values } = release;
  const added = differences(revision.values, values)
    .filter(({ live }) => live === undefined)
    .map(({ path, code }) => ({ path: `values.${path}`, code: undefined, live: code }));
  return [
    ...differences({ version }, { version: revision.version }),
    ...differences({ values }, { values: revision.values }),
    ...added,
  ];
}

/**
 * The objects of a release's manifest against those of the cluster. Helm itself
 * compares its old manifest with its new one, so it never sees these.
 */
export async function objectDrift(
  revision: HelmRevision,
  inventory: Inventory,
  read: ReadLive,
): Promise<ObjectDrift> {
  const compared = await Promise.all(
    objectsOf(revision).map(async ({ reference, manifest }) => {
      const live = await read(reference);
      return "failure" in live
        ? { drifts: [], failure: live.failure }
        : { drifts: compareObject(revision, reference, manifest, live.object, inventory) };
    }),
  );
  return {
    drifts: compared.flatMap(({ drifts }) => drifts),
    objects: compared.filter(({ failure }) => failure === undefined).length,
    failures: compared.flatMap(({ failure }) => failure ?? []),
  };
}

/** What became of the objects of a release. */
export interface ObjectDrift {
  readonly drifts: readonly ReleaseDrift[];
  /** How many were compared. */
  readonly objects: number;
  /** Why others were not. */
  readonly failures: readonly string[];
}

interface OfRelease {
  readonly reference: ManifestObject;
  readonly manifest: JsonObject;
}

/** Helm reads YAML 1.1, in which `0444` is octal. */
function objectsOf({ manifest, namespace }: HelmRevision): readonly OfRelease[] {
  return parseAllDocuments(manifest, { schema: "yaml-1.1", merge: true }).flatMap((document) => {
    const json: unknown = document.toJS();
    const parsed = manifestObject.safeParse(json).data;
    if (parsed === undefined || !isObject(json)) return [];
    const { apiVersion, kind, metadata } = parsed;
    const reference = {
      apiVersion,
      kind,
      name: metadata.name,
      namespace: metadata.namespace ?? namespace,
    };
    return [{ reference, manifest: json }];
  });
}

function compareObject(
  { namespace, name }: HelmRevision,
  reference: ManifestObject,
  manifest: JsonObject,
  live: JsonObject | undefined,
  inventory: Inventory,
): readonly ReleaseDrift[] {
  const release = `${namespace}/${name}`;
  const metadata = isObject(live?.metadata) ? live.metadata : {};
  const object = describe({
    kind: reference.kind,
    name: reference.name,
    ...(typeof metadata.namespace === "string" ? { namespace: metadata.namespace } : {}),
  });
  if (live === undefined) {
    return [{ release, object, field: "(object)", code: "there", live: "none" }];
  }
  const { stringData, ...said } = manifest;
  const encoded = isObject(stringData)
    ? Object.fromEntries(
        Object.entries(stringData).map(([key, value]) => [
          key,
          Buffer.from(String(value)).toString("base64"),
        ]),
      )
    : {};
  const data = isObject(said.data) ? said.data : {};
  const whole = isObject(stringData) ? { ...said, data: { ...data, ...encoded } } : said;
  return Object.entries(whole)
    .filter(([key]) => !NOT_COMPARED.has(key))
    .flatMap(([key, value]) => differences(value, live[key], key))
    .filter((difference) => !isNoise(reference, difference, inventory))
    .map(({ path, ...values }) => ({
      release,
      object,
      field: path,
      code: shown(values.code, path, reference.kind),
      live: shown(values.live, path, reference.kind),
    }));
}
