import { z } from "zod";
import { type CustomResourceDefinition, METRICS_APIS, type MetricsApiOwner } from "../model";
import { clusterWide, narrowObject, type ReadObject } from "./object";
import { flag, listOf, maybe, metadata, text } from "./schemas";

const apiService = z.lazy(() =>
  z.object({
    metadata,
    spec: maybe(z.object({ service: maybe(z.object({ namespace: text, name: text })) })),
  }),
);
const customResourceDefinition = z.lazy(() =>
  z.object({
    metadata,
    spec: z.object({
      group: z.string(),
      names: z.object({ kind: z.string() }),
      versions: listOf(z.object({ name: z.string(), served: flag })),
      version: text,
    }),
  }),
);

/** An APIService of our own owns the metrics API of its name. */
export function readApiService(read: ReadObject): readonly MetricsApiOwner[] {
  const { metadata: meta, spec } = narrowObject(apiService, read);
  const { namespace, name } = spec?.service ?? {};
  return METRICS_APIS.filter((api) => api === meta.name).map((api) => ({
    api,
    owner: clusterWide("APIService", meta, read),
    ...(name === undefined ? {} : { service: `${namespace ?? "default"}/${name}` }),
  }));
}

export function readCustomResourceDefinition(read: ReadObject): CustomResourceDefinition {
  const { metadata: meta, spec } = narrowObject(customResourceDefinition, read);
  return {
    ...clusterWide("CustomResourceDefinition", meta, read),
    group: spec.group,
    defines: spec.names.kind,
    // Before Kubernetes 1.22 a definition could have one version, by the field of that name.
    serves: [
      ...spec.versions.filter(({ served }) => served !== false).map(({ name }) => name),
      ...(spec.versions.length === 0 && spec.version !== undefined ? [spec.version] : []),
    ],
  };
}
