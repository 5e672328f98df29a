import { z } from "zod";
import { mergeValues } from "../../addons/kit/values";
import { narrowObject, namespaced, type ReadObject } from "../kubernetes/object";
import { listOf, maybe, metadata, text } from "../kubernetes/schemas";
import { describePlace, type HelmRelease } from "../model";
import { chartOf, parseValues } from "./values";

/** https://docs.k3s.io/add-ons/helm and https://github.com/k3s-io/helm-controller */
const schema = z.lazy(() =>
  z.object({
    metadata,
    spec: z.object({
      chart: text,
      chartContent: text,
      version: text,
      repo: text,
      targetNamespace: text,
      set: maybe(z.record(z.string(), z.unknown())),
      values: maybe(z.record(z.string(), z.unknown())),
      valuesContent: text,
      valuesSecrets: listOf(z.object({ name: text })),
    }),
  }),
);

/**
 * A HelmChart of k3s.
 *
 * @throws InventoryError when it does not have that shape, or its values are no YAML mapping
 */
export function readHelmChart(read: ReadObject): HelmRelease {
  const { metadata: meta, spec } = narrowObject(schema, read);
  const { namespace, name } = meta;
  const written = mergeValues(
    parseValues(spec.valuesContent ?? "", describePlace(read.place)),
    spec.values ?? {},
  );
  const set = Object.entries(spec.set ?? {}).map(([path, value]) => ({ name: path, value }));
  const secrets = spec.valuesSecrets.map((secret) => `values of Secret ${secret.name ?? ""}`);
  const config = { kind: "HelmChartConfig", namespace, name, optional: true } as const;
  return {
    ...namespaced("HelmChart", meta, read),
    releaseName: name,
    releaseNamespace: spec.targetNamespace ?? namespace,
    ...(spec.chartContent === undefined
      ? chartOf(spec.chart ?? name, spec.repo)
      : { chart: name, repository: undefined }),
    version: spec.version,
    takesOwnership: false,
    values: written,
    references: {
      valuesAbove: [
        { ...config, path: ["spec", "valuesContent"] },
        { ...config, path: ["spec", "values"] },
      ],
      // The controller gives them to Helm as --set, beside files of values for all the rest:
      // helm-controller (2026-07-27) pkg/controllers/chart/chart.go (`args`).
      set,
    },
    ...(secrets.length === 0 ? {} : { unread: secrets }),
  };
}
