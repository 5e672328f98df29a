import { z } from "zod";
import { narrowObject, type ReadObject } from "../kubernetes/object";
import { count, listOf, maybe, strings, text } from "../kubernetes/schemas";
import { expiryOf } from "./certificates";
import type { ApiService, Endpoints, LiveEvent, LiveService, Scaler, Webhook } from "./model";
import {
  conditioned,
  conditions,
  liveObject,
  metadata,
  namespacedObject,
  serviceReference,
  time,
} from "./schemas";

const target = maybe(z.object({ kind: text, name: z.string() }));
const scaler = z.object({
  metadata,
  spec: z.object({
    scaleTargetRef: target,
    minReplicas: count,
    minReplicaCount: count,
    triggers: listOf(z.object({ metadata: strings })),
  }),
  status: maybe(
    z.object({
      conditions,
      externalMetricNames: listOf(z.string()),
      health: maybe(z.record(z.string(), z.object({ status: text, numberOfFailures: count }))),
    }),
  ),
});

export function readScaler(kind: string, read: ReadObject): Scaler {
  const { metadata: meta, spec, status } = narrowObject(scaler, read);
  const object = namespacedObject(kind, meta);
  return {
    ...object,
    conditions: status?.conditions ?? [],
    failing: Object.fromEntries(
      Object.entries(status?.health ?? {})
        .filter(([, { status: health }]) => health === "Failing")
        .map(([metric, { numberOfFailures }]) => [metric, numberOfFailures ?? 0]),
    ),
    metrics: status?.externalMetricNames ?? [],
    min: kind === "HorizontalPodAutoscaler" ? (spec.minReplicas ?? 1) : (spec.minReplicaCount ?? 0),
    addresses: spec.triggers.flatMap(({ metadata: { address, host, serverAddress } }) =>
      [address, host, serverAddress].flatMap((each) => each ?? []),
    ),
    target: spec.scaleTargetRef && {
      kind: spec.scaleTargetRef.kind ?? "Deployment",
      namespace: object.namespace,
      name: spec.scaleTargetRef.name,
    },
  };
}

const apiService = z.object({
  metadata,
  spec: z.object({ service: serviceReference, caBundle: text }),
  status: conditioned,
});

export function readLiveApiService(read: ReadObject): ApiService {
  const { metadata: meta, spec, status } = narrowObject(apiService, read);
  return {
    ...liveObject("APIService", meta),
    service: spec.service,
    caExpires: expiryOf(spec.caBundle),
    conditions: status?.conditions ?? [],
  };
}

const webhooks = z.object({
  metadata,
  webhooks: listOf(
    z.object({
      name: z.string(),
      failurePolicy: text,
      clientConfig: z.object({ service: serviceReference, caBundle: text }),
    }),
  ),
});

export function readWebhooks(kind: string, read: ReadObject): readonly Webhook[] {
  const { metadata: meta, webhooks: list } = narrowObject(webhooks, read);
  return list.map(({ name, failurePolicy, clientConfig }) => ({
    ...liveObject(kind, meta),
    webhook: name,
    service: clientConfig.service,
    caExpires: expiryOf(clientConfig.caBundle),
    failurePolicy: failurePolicy ?? "Fail",
  }));
}

/** https://kubernetes.io/docs/reference/labels-annotations-taints/#kubernetesioservice-name */
const SERVICE_LABEL = "kubernetes.io/service-name";

const slice = z.object({
  metadata,
  endpoints: listOf(z.object({ conditions: maybe(z.object({ ready: maybe(z.boolean()) })) })),
});

export function readEndpoints(read: ReadObject): readonly Endpoints[] {
  const { metadata: meta, endpoints } = narrowObject(slice, read);
  const service = meta.labels[SERVICE_LABEL];
  if (service === undefined) return [];
  // Not said counts as ready: https://kubernetes.io/docs/concepts/services-networking/endpoint-slices/#ready
  const ready = endpoints.filter(({ conditions: said }) => said?.ready !== false).length;
  return [
    { ...liveObject("EndpointSlice", meta), service, ready, notReady: endpoints.length - ready },
  ];
}

const service = z.object({
  metadata,
  spec: z.object({ type: text, selector: maybe(z.record(z.string(), z.string())) }),
});

export function readLiveService(read: ReadObject): LiveService {
  const { metadata: meta, spec } = narrowObject(service, read);
  return {
    ...namespacedObject("Service", meta),
    selector: spec.selector ?? {},
    selects: spec.type !== "ExternalName" && Object.keys(spec.selector ?? {}).length > 0,
  };
}

const event = z.object({
  involvedObject: z.object({ kind: text, namespace: text, name: text }),
  reason: text,
  message: text,
  count,
  series: maybe(z.object({ count, lastObservedTime: time })),
  lastTimestamp: time,
  eventTime: time,
  firstTimestamp: time,
});

/** Events of the core group and of events.k8s.io are the same objects. */
export function readEvent(read: ReadObject): LiveEvent {
  const { involvedObject, reason, message, series, ...seen } = narrowObject(event, read);
  const { kind = "", namespace, name = "" } = involvedObject;
  return {
    about: { kind, ...(namespace === undefined || namespace === "" ? {} : { namespace }), name },
    reason: reason ?? "",
    message: message ?? "",
    count: series?.count ?? seen.count ?? 1,
    last: series?.lastObservedTime ?? seen.lastTimestamp ?? seen.eventTime ?? seen.firstTimestamp,
  };
}
