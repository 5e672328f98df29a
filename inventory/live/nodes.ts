import { z } from "zod";
import { readNode } from "../kubernetes/nodes";
import { narrowObject, type ReadObject } from "../kubernetes/object";
import { flag, listOf, maybe, nodeSelectorTerms, strings, text } from "../kubernetes/schemas";
import type {
  LiveClaim,
  LiveNamespace,
  LiveNode,
  LiveQuota,
  LiveStorageClass,
  LiveVolume,
} from "./model";
import { conditions, liveObject, metadata, namespacedObject } from "./schemas";

const node = z.object({
  metadata,
  spec: maybe(z.object({ unschedulable: flag })),
  status: maybe(
    z.object({
      conditions,
      addresses: listOf(z.object({ type: z.string(), address: z.string() })),
    }),
  ),
});

export function readLiveNode(read: ReadObject): LiveNode {
  const { metadata: meta, spec, status } = narrowObject(node, read);
  return {
    ...liveObject("Node", meta),
    shape: readNode(read),
    unschedulable: spec?.unschedulable ?? false,
    conditions: status?.conditions ?? [],
    addresses: (status?.addresses ?? []).flatMap(({ type, address }) =>
      /^(Internal|External)IP$/.test(type) ? [address] : [],
    ),
  };
}

const phased = maybe(z.object({ phase: text }));
const claim = z.object({
  metadata,
  spec: z.object({
    storageClassName: text,
    volumeName: text,
    accessModes: listOf(z.string()),
    resources: maybe(z.object({ requests: strings })),
  }),
  status: maybe(z.object({ phase: text, capacity: strings, conditions })),
});

export function readLiveClaim(read: ReadObject): LiveClaim {
  const { metadata: meta, spec, status } = narrowObject(claim, read);
  return {
    ...namespacedObject("PersistentVolumeClaim", meta),
    phase: status?.phase ?? "",
    className: spec.storageClassName,
    volumeName: spec.volumeName === "" ? undefined : spec.volumeName,
    accessModes: spec.accessModes,
    requested: spec.resources?.requests["storage"],
    capacity: status?.capacity["storage"],
    conditions: status?.conditions ?? [],
  };
}

const volume = z.object({
  metadata,
  spec: z.object({
    storageClassName: text,
    nodeAffinity: maybe(z.object({ required: maybe(z.object({ nodeSelectorTerms })) })),
    claimRef: maybe(z.object({ namespace: text, name: z.string() })),
  }),
  status: phased,
});

export function readLiveVolume(read: ReadObject): LiveVolume {
  const { metadata: meta, spec, status } = narrowObject(volume, read);
  const { claimRef } = spec;
  return {
    ...liveObject("PersistentVolume", meta),
    phase: status?.phase ?? "",
    className: spec.storageClassName ?? "",
    nodeAffinity: spec.nodeAffinity?.required?.nodeSelectorTerms,
    claim: claimRef && {
      kind: "PersistentVolumeClaim",
      namespace: claimRef.namespace ?? "default",
      name: claimRef.name,
    },
  };
}

const storageClass = z.object({ metadata, provisioner: z.string(), volumeBindingMode: text });

export function readLiveStorageClass(read: ReadObject): LiveStorageClass {
  const { metadata: meta, provisioner, volumeBindingMode } = narrowObject(storageClass, read);
  return {
    ...liveObject("StorageClass", meta),
    provisioner,
    waitsForPod: volumeBindingMode === "WaitForFirstConsumer",
    isDefault: meta.annotations["storageclass.kubernetes.io/is-default-class"] === "true",
  };
}

const quota = z.object({ metadata, status: maybe(z.object({ hard: strings, used: strings })) });

export function readQuota(read: ReadObject): LiveQuota {
  const { metadata: meta, status } = narrowObject(quota, read);
  return {
    ...namespacedObject("ResourceQuota", meta),
    hard: status?.hard ?? {},
    used: status?.used ?? {},
  };
}

const namespace = z.object({ metadata, status: maybe(z.object({ phase: text, conditions })) });

export function readLiveNamespace(read: ReadObject): LiveNamespace {
  const { metadata: meta, status } = narrowObject(namespace, read);
  return {
    ...liveObject("Namespace", meta),
    phase: status?.phase ?? "",
    conditions: status?.conditions ?? [],
  };
}
