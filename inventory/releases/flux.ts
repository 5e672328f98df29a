import { z } from "zod";
import { InventoryError, type JsonObject } from "../json";
import { narrowObject, namespaced, type ReadObject } from "../kubernetes/object";
import { flag, listOf, maybe, metadata, text } from "../kubernetes/schemas";
import { describePlace, type HelmRelease, type ValuesReference } from "../model";
import { chartOf } from "./values";

const mapping = z.lazy(() => maybe(z.record(z.string(), z.unknown())));
const reference = z.lazy(() => z.object({ kind: z.string(), name: z.string(), namespace: text }));

/** https://fluxcd.io/flux/components/helm/helmreleases/ (v2; v2beta1 and v2beta2 have the same members) */
const schema = z.lazy(() =>
  z.object({
    metadata,
    spec: z.object({
      chart: maybe(
        z.object({
          spec: z.object({ chart: z.string(), version: text, sourceRef: reference }),
        }),
      ),
      chartRef: maybe(reference),
      releaseName: text,
      targetNamespace: text,
      values: mapping,
      valuesFrom: listOf(
        z.object({
          kind: z.string(),
          name: z.string(),
          valuesKey: text,
          targetPath: text,
          optional: flag,
        }),
      ),
    }),
  }),
);
type Spec = z.output<typeof schema>["spec"];

/** Flux' own default: any version, the newest. */
const ANY = "*";

/**
 * A HelmRelease of Flux.
 *
 * @throws InventoryError when it does not have that shape, or names no chart
 */
export function readFluxRelease(read: ReadObject): HelmRelease {
  const { metadata: meta, spec } = narrowObject(schema, read);
  const { namespace, name } = meta;
  const { targetNamespace, releaseName } = spec;
  const composed = targetNamespace === undefined ? name : `${targetNamespace}-${name}`;
  return {
    ...namespaced("HelmRelease", meta, read),
    releaseNamespace: targetNamespace ?? namespace,
    releaseName: releaseName ?? composed,
    takesOwnership: false,
    values: spec.values ?? {},
    ...chartFrom(spec, namespace, describePlace(read.place)),
  };
}

function chartFrom({ chart, chartRef, valuesFrom }: Spec, namespace: string, where: string) {
  const valuesBelow = valuesFrom.map(
    ({ kind, name, valuesKey, targetPath, optional }): ValuesReference => ({
      kind,
      namespace,
      name,
      path: ["data", valuesKey ?? "values.yaml"],
      ...(targetPath === undefined ? {} : { target: targetPath }),
      optional: optional ?? false,
    }),
  );
  if (chart !== undefined) {
    const { version, sourceRef } = chart.spec;
    const { kind, name } = sourceRef;
    // A chart in a repository of files has the version that stands in it.
    if (kind !== "HelmRepository") {
      return {
        ...chartOf(chart.spec.chart, undefined),
        version: undefined,
        references: { valuesBelow },
      };
    }
    const repository = { kind, namespace: sourceRef.namespace ?? namespace, name };
    return {
      ...chartOf(chart.spec.chart, `${kind} ${name}`),
      version: version ?? ANY,
      references: { repository, valuesBelow },
    };
  }
  if (chartRef === undefined) throw new InventoryError(where, "spec names no chart");
  const { kind, name } = chartRef;
  const from = { kind, namespace: chartRef.namespace ?? namespace, name };
  // Where it is not found beside the release, its name is mostly that of the chart.
  return {
    chart: name,
    repository: undefined,
    version: undefined,
    references: { chart: from, valuesBelow },
  };
}

const source = z.lazy(() =>
  z.object({
    url: text,
    ref: maybe(z.object({ tag: text, semver: text, digest: text })),
    chart: text,
    version: text,
  }),
);

/** Chart and version of an OCIRepository or, of Flux, a HelmChart; undefined: it says none. */
export function chartOfSource(kind: string, spec: JsonObject) {
  const { success, data } = source.safeParse(spec);
  if (!success) return undefined;
  const { url, ref, chart, version } = data;
  if (kind === "HelmChart") {
    return chart === undefined ? undefined : { ...chartOf(chart, kind), version: version ?? ANY };
  }
  if (url === undefined) return undefined;
  const found = chartOf(url, undefined);
  // A digest is one chart, whatever else is said.
  return ref?.digest === undefined
    ? { ...found, version: ref?.tag ?? ref?.semver }
    : { ...found, repository: undefined, version: undefined };
}
