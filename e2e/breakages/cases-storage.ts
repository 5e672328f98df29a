import { type AnyObject, BROKEN, claimOf, podOf } from "./breakage";
import { waitFor } from "../../testbed/wait";
import { event } from "./as-kubelet";
import type { BreakageCase, Broken } from "./case";

const TIMEOUT_MS = 30_000;

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

async function bound(client: Broken["client"], name: string): Promise<void> {
  await waitFor({ what: `claim ${name} to be bound`, timeoutMs: TIMEOUT_MS }, async () => {
    const { status } = await client.core.readNamespacedPersistentVolumeClaim({
      namespace: BROKEN,
      name,
    });
    return status?.phase === "Bound" ? true : undefined;
  });
}

/** Claims and volumes. */
export const storageCases: readonly BreakageCase[] = [
  {
    name: "claim-lost",
    area: "storage",
    objects: [],
    inject: async ({ client }) => {
      await client.create(volumeOf("doctor-lost", "lost"));
      await client.create(claimOn("lost", "doctor-lost"));
      await bound(client, "lost");
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
    // Its claim is gone, and the deleter of hostPath volumes removes nothing outside /tmp.
    objects: [
      {
        ...volumeOf("doctor-failed", "gone"),
        spec: {
          ...volumeSpec("gone"),
          persistentVolumeReclaimPolicy: "Delete",
          claimRef: {
            namespace: BROKEN,
            name: "gone",
            uid: "6f1d3c58-0000-4000-8000-000000000000",
          },
        },
      },
    ],
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
      await bound(client, "grows");
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
      await bound(client, "held");
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
      await bound(client, "bound");
      await client.remove({ apiVersion: "v1", kind: "PersistentVolume", name: "doctor-bound" });
    },
    first: "stuck-terminating",
    object: "PersistentVolume doctor-bound",
    cause: /still bound to PersistentVolumeClaim doctor\/bound/,
  },
];
