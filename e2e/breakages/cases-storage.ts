import { setTimeout as sleep } from "node:timers/promises";
import { type AnyObject, BROKEN, claimOf, podOf } from "./breakage";
import { event } from "./as-kubelet";
import type { BreakageCase } from "./case";

const claimSpec = {
  accessModes: ["ReadWriteOnce"],
  storageClassName: "",
  resources: { requests: { storage: "1Gi" } },
};

function claimOn(name: string, volumeName: string): AnyObject {
  return { ...claimOf(name, ""), spec: { ...claimSpec, volumeName } };
}

function volumeSpec(claim: string) {
  return {
    capacity: { storage: "1Gi" },
    accessModes: ["ReadWriteOnce"],
    persistentVolumeReclaimPolicy: "Retain",
    hostPath: { path: "/nowhere" },
    claimRef: { namespace: BROKEN, name: claim },
  };
}

function volumeOf(name: string, claim: string): AnyObject {
  return {
    apiVersion: "v1",
    kind: "PersistentVolume",
    metadata: { name },
    spec: volumeSpec(claim),
  };
}

/** Claims and volumes. */
export const storageCases: readonly BreakageCase[] = [
  {
    name: "device-less-claim-lost",
    area: "storage",
    objects: [],
    inject: async ({ client }) => {
      await client.create(volumeOf("doctor-lost", "lost"));
      await client.create(claimOn("lost", "doctor-lost"));
      await sleep(3_000);
      await client.merge(
        { apiVersion: "v1", kind: "PersistentVolume", name: "doctor-lost" },
        { metadata: { finalizers: null } },
      );
      await client.remove({ apiVersion: "v1", kind: "PersistentVolume", name: "doctor-lost" });
      await client
        .merge(
          { apiVersion: "v1", kind: "PersistentVolume", name: "doctor-lost" },
          { metadata: { finalizers: null } },
        )
        .catch(() => undefined);
    },
    heal: ({ client }) =>
      client.remove({
        apiVersion: "v1",
        kind: "PersistentVolumeClaim",
        name: "lost",
        namespace: BROKEN,
      }),
    first: "claim-lost",
    object: `PersistentVolumeClaim ${BROKEN}/lost`,
  },
  {
    name: "volume-by-hand-missing",
    area: "storage",
    objects: [claimOf("by-hand", "")],
    first: "claim-not-provisioned",
    object: `PersistentVolumeClaim ${BROKEN}/by-hand`,
    cause: /waits for a PersistentVolume made by hand/,
  },
  {
    name: "volume-failed",
    area: "storage",
    written: "the phase Failed, which the provisioner's controller writes",
    objects: [volumeOf("doctor-failed", "gone")],
    inject: ({ client }) =>
      client.strategicMergeStatus(
        { apiVersion: "v1", kind: "PersistentVolume", name: "doctor-failed" },
        { phase: "Failed", message: "error deleting volume: still in use" },
      ),
    first: "volume-failed",
    object: "PersistentVolume doctor-failed",
  },
  {
    name: "claim-does-not-grow",
    area: "storage",
    written: "the event VolumeResizeFailed, which the resizer writes",
    objects: [
      {
        apiVersion: "storage.k8s.io/v1",
        kind: "StorageClass",
        metadata: { name: "doctor-grows" },
        provisioner: "kubernetes.io/no-provisioner",
        allowVolumeExpansion: true,
      },
      {
        ...volumeOf("doctor-small", "grows"),
        spec: { ...volumeSpec("grows"), storageClassName: "doctor-grows" },
      },
      {
        ...claimOf("grows", "doctor-grows"),
        spec: { ...claimSpec, storageClassName: "doctor-grows", volumeName: "doctor-small" },
      },
    ],
    inject: async ({ client }) => {
      await sleep(3_000);
      const claim = { kind: "PersistentVolumeClaim", name: "grows", namespace: BROKEN };
      await client.merge(
        { apiVersion: "v1", ...claim },
        { spec: { resources: { requests: { storage: "2Gi" } } } },
      );
      await client.create(event(claim, "VolumeResizeFailed", "driver does not support it"));
    },
    first: "claim-not-resized",
    object: `PersistentVolumeClaim ${BROKEN}/grows`,
  },
  {
    name: "claim-held-by-pod",
    area: "storage",
    objects: [
      volumeOf("doctor-held", "held"),
      claimOn("held", "doctor-held"),
      podOf("holder", {
        volumes: [{ name: "data", persistentVolumeClaim: { claimName: "held" } }],
      }),
    ],
    inject: async ({ client }) => {
      await sleep(3_000);
      await client.remove({
        apiVersion: "v1",
        kind: "PersistentVolumeClaim",
        name: "held",
        namespace: BROKEN,
      });
    },
    first: "stuck-terminating",
    object: `PersistentVolumeClaim ${BROKEN}/held`,
    cause: /holder still mounts it/,
  },
  {
    name: "volume-still-bound",
    area: "storage",
    objects: [volumeOf("doctor-bound", "bound"), claimOn("bound", "doctor-bound")],
    inject: async ({ client }) => {
      await sleep(3_000);
      await client.remove({ apiVersion: "v1", kind: "PersistentVolume", name: "doctor-bound" });
    },
    first: "stuck-terminating",
    object: "PersistentVolume doctor-bound",
    cause: /still bound to PersistentVolumeClaim doctor\/bound/,
  },
];
