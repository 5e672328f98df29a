import { z } from "zod";
import type { Ingress, Monitor, NetworkPeer, NetworkPolicy, Service } from "../model";
import { namespaced, narrowObject, type ReadObject } from "./object";
import { count, flag, labelSelector, listOf, maybe, metadata, strings, text } from "./schemas";

const service = z.lazy(() =>
  z.object({
    metadata,
    spec: z.object({
      type: text,
      selector: strings,
      ports: listOf(
        z.object({
          name: text,
          port: z.coerce.number(),
          targetPort: text,
          nodePort: count,
          protocol: text,
        }),
      ),
    }),
  }),
);

const backend = z.lazy(() =>
  maybe(
    z.object({
      service: maybe(
        z.object({ name: z.string(), port: maybe(z.object({ number: text, name: text })) }),
      ),
    }),
  ),
);
const ingress = z.lazy(() =>
  z.object({
    metadata,
    spec: z.object({
      defaultBackend: backend,
      rules: listOf(z.object({ http: maybe(z.object({ paths: listOf(z.object({ backend })) })) })),
    }),
  }),
);

const peers = z.lazy(() =>
  listOf(
    z.object({
      namespaceSelector: maybe(labelSelector),
      podSelector: maybe(labelSelector),
      ipBlock: maybe(z.object({ cidr: z.string(), except: listOf(z.string()) })),
    }),
  ).transform((all) => all.map(peerOf)),
);
const ports = z.lazy(() =>
  listOf(z.object({ port: text, endPort: count, protocol: text })).transform((all) =>
    all.map(({ port, endPort, protocol }) => ({ port, endPort, protocol: protocol ?? "TCP" })),
  ),
);
const networkPolicy = z.lazy(() =>
  z.object({
    metadata,
    spec: z.object({
      podSelector: maybe(labelSelector),
      policyTypes: listOf(z.string()),
      ingress: listOf(maybe(z.object({ from: peers, ports }))),
      egress: listOf(maybe(z.object({ to: peers, ports }))),
    }),
  }),
);

const monitor = z.lazy(() =>
  z.object({
    metadata,
    spec: z.object({
      selector: maybe(labelSelector),
      namespaceSelector: maybe(z.object({ any: flag, matchNames: listOf(z.string()) })),
      endpoints: listOf(z.object({ port: text, targetPort: text })),
      podMetricsEndpoints: listOf(z.object({ port: text, portNumber: text, targetPort: text })),
    }),
  }),
);

const EVERYTHING = { matchLabels: {}, matchExpressions: [] } as const;

export function readService(read: ReadObject): Service {
  const { metadata: meta, spec } = narrowObject(service, read);
  return {
    ...namespaced("Service", meta, read),
    labels: meta.labels,
    type: spec.type ?? "ClusterIP",
    selector: spec.selector,
    ports: spec.ports.map(({ name, port, targetPort, nodePort, protocol }) => ({
      name,
      port,
      targetPort: targetPort ?? String(port),
      // The provider writes 0 into the state where there is none.
      nodePort: nodePort === 0 ? undefined : nodePort,
      protocol: protocol ?? "TCP",
    })),
  };
}

export function readIngress(read: ReadObject): Ingress {
  const { metadata: meta, spec } = narrowObject(ingress, read);
  const backends = [
    spec.defaultBackend,
    ...spec.rules.flatMap(({ http }) => (http?.paths ?? []).map((path) => path.backend)),
  ];
  return {
    ...namespaced("Ingress", meta, read),
    backends: backends
      .flatMap((found) => found?.service ?? [])
      .map(({ name, port }) => ({ service: name, port: port?.number ?? port?.name })),
  };
}

export function readNetworkPolicy(read: ReadObject): NetworkPolicy {
  const { metadata: meta, spec } = narrowObject(networkPolicy, read);
  const written = spec.policyTypes;
  // Egress counts only where it has a rule: https://kubernetes.io/docs/concepts/services-networking/network-policies/
  const implied = spec.egress.length > 0 ? ["Ingress", "Egress"] : ["Ingress"];
  return {
    ...namespaced("NetworkPolicy", meta, read),
    podSelector: spec.podSelector ?? EVERYTHING,
    policyTypes: written.length > 0 ? written : implied,
    ingress: spec.ingress.map((rule) => ({ peers: rule?.from ?? [], ports: rule?.ports ?? [] })),
    egress: spec.egress.map((rule) => ({ peers: rule?.to ?? [], ports: rule?.ports ?? [] })),
  };
}

export function readMonitor(kind: Monitor["kind"], read: ReadObject): Monitor {
  const { metadata: meta, spec } = narrowObject(monitor, read);
  const { any, matchNames = [] } = spec.namespaceSelector ?? {};
  const endpoints = [
    ...spec.endpoints.map(({ port, targetPort }) => port ?? targetPort),
    ...spec.podMetricsEndpoints.map(
      ({ port, portNumber, targetPort }) => port ?? portNumber ?? targetPort,
    ),
  ];
  return {
    ...namespaced(kind, meta, read),
    labels: meta.labels,
    selector: spec.selector ?? EVERYTHING,
    namespaces: any ? "any" : matchNames.length > 0 ? matchNames : [meta.namespace],
    ports: endpoints.filter((port) => port !== undefined),
  };
}

function peerOf({
  namespaceSelector,
  podSelector,
  ipBlock,
}: {
  readonly namespaceSelector?: NetworkPolicy["podSelector"];
  readonly podSelector?: NetworkPolicy["podSelector"];
  readonly ipBlock?: { readonly cidr: string; readonly except: readonly string[] };
}): NetworkPeer {
  return ipBlock === undefined
    ? { kind: "pods", namespaceSelector, podSelector }
    : { kind: "ipBlock", ...ipBlock };
}
