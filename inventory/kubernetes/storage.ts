import { z } from "zod";
import type { Claim, PersistentVolume, StorageClass } from "../model";
import { clusterWide, namespaced, narrowObject, type ReadObject } from "./object";
import {
  labelSelector,
  listOf,
  maybe,
  metadata,
  nodeSelectorTerms,
  strings,
  text,
} from "./schemas";

const claimSpec = z.lazy(() =>
  z.object({
    accessModes: listOf(z.string()),
    storageClassName: text,
    volumeName: text,
    selector: maybe(labelSelector),
    resources: maybe(z.object({ requests: strings })),
  }),
);
const persistentVolumeClaim = z.lazy(() => z.object({ metadata, spec: claimSpec }));
const statefulSet = z.lazy(() =>
  z.object({
    metadata,
    spec: z.object({ volumeClaimTemplates: listOf(persistentVolumeClaim) }),
  }),
);
const persistentVolume = z.lazy(() =>
  z.object({
    metadata,
    spec: z.looseObject({
      accessModes: listOf(z.string()),
      storageClassName: text,
      nodeAffinity: maybe(z.object({ required: maybe(z.object({ nodeSelectorTerms })) })),
      claimRef: maybe(z.object({ namespace: text, name: z.string() })),
      capacity: strings,
      hostPath: maybe(z.object({ path: text })),
      csi: maybe(z.object({ driver: z.string() })),
    }),
  }),
);
const storageClass = z.lazy(() =>
  z.object({
    metadata,
    provisioner: z.string(),
    volumeBindingMode: text,
    reclaimPolicy: text,
    parameters: strings,
  }),
);

/** https://kubernetes.io/docs/concepts/storage/persistent-volumes/#types-of-persistent-volumes */
const SOURCES = [
  "csi",
  "nfs",
  "local",
  "hostPath",
  "cephfs",
  "rbd",
  "awsElasticBlockStore",
  "gcePersistentDisk",
  "azureDisk",
  "azureFile",
  "iscsi",
  "fc",
  "glusterfs",
] as const;

const DEFAULT_CLASS = "storageclass.kubernetes.io/is-default-class";

export function readClaim(read: ReadObject): Claim {
  const { metadata: meta, spec } = narrowObject(persistentVolumeClaim, read);
  const { accessModes, storageClassName, volumeName, selector, resources } = spec;
  return {
    ...namespaced("PersistentVolumeClaim", meta, read),
    accessModes,
    size: resources?.requests.storage,
    className: storageClassName,
    volumeName,
    selector,
    statefulSet: undefined,
  };
}

/** The claims that a StatefulSet makes, one of each per replica: `<template>-<set>-<ordinal>`. */
export function readClaimTemplates(read: ReadObject): readonly Claim[] {
  const { metadata: meta, spec } = narrowObject(statefulSet, read);
  return spec.volumeClaimTemplates.map((template) => ({
    ...namespaced(
      "PersistentVolumeClaim",
      {
        ...template.metadata,
        namespace: meta.namespace,
        name: `${template.metadata.name}-${meta.name}`,
      },
      read,
    ),
    accessModes: template.spec.accessModes,
    size: template.spec.resources?.requests.storage,
    className: template.spec.storageClassName,
    volumeName: undefined,
    selector: template.spec.selector,
    statefulSet: meta.name,
  }));
}

export function readPersistentVolume(read: ReadObject): PersistentVolume {
  const { metadata: meta, spec } = narrowObject(persistentVolume, read);
  return {
    ...clusterWide("PersistentVolume", meta, read),
    labels: meta.labels,
    capacity: spec.capacity.storage,
    accessModes: spec.accessModes,
    className: spec.storageClassName,
    nodeAffinity: spec.nodeAffinity?.required?.nodeSelectorTerms,
    source: SOURCES.find((source) => spec[source] !== undefined && spec[source] !== null),
    path: spec.hostPath?.path,
    driver: spec.csi?.driver,
    claim: spec.claimRef && {
      namespace: spec.claimRef.namespace ?? "default",
      name: spec.claimRef.name,
    },
  };
}

export function readStorageClass(read: ReadObject): StorageClass {
  const { metadata: meta, ...storage } = narrowObject(storageClass, read);
  return {
    ...clusterWide("StorageClass", meta, read),
    provisioner: storage.provisioner,
    volumeBindingMode: storage.volumeBindingMode ?? "Immediate",
    reclaimPolicy: storage.reclaimPolicy ?? "Delete",
    parameters: storage.parameters,
    isDefault: meta.annotations[DEFAULT_CLASS] === "true",
  };
}
