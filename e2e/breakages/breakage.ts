import type { KubernetesObject } from "@kubernetes/client-node";
import type { ClusterClient, ObjectReference } from "../../runtime/cluster-client";
import { waitFor } from "../../testbed/wait";

const GONE_MS = 60_000;

/** Namespace of what is broken on purpose. */
export const BROKEN = "doctor";
/** A namespace whose quota and limits are broken on purpose. */
export const REFUSING = "doctor-refusing";
/** A namespace that refuses pods with more rights than they need. */
export const RESTRICTED = "doctor-restricted";

/** Pods by the thousand. */
export const CROWD = "crowd";
/** What commands that messages print work on. */
export const PRINTED_IN = "printed";
/** Namespaces that phases make, beside those of the environment. */
const MADE = [
  ...[BROKEN, REFUSING, RESTRICTED, CROWD, PRINTED_IN],
  ...["pods", "limits", "claims"].map((what) => `doctor-quota-${what}`),
];

export const IMAGE = "registry.k8s.io/pause:3.10.1";

/** An object of any kind. */
export type AnyObject = KubernetesObject & Readonly<Record<string, unknown>>;

/** One thing that is broken on purpose, and what the doctor has to say of it. */
export interface Breakage {
  readonly objects: readonly AnyObject[];
  /** What is done once they are there. */
  readonly then?: (client: ClusterClient) => Promise<void>;
  /** What is done at the end beside deleting the objects. */
  readonly undo?: (client: ClusterClient) => Promise<void>;
  readonly id: string;
  /** As the report names it; of replicas its beginning. */
  readonly object: string;
  readonly cause: RegExp;
}

export function namespaceOf(
  name: string,
  labels: Readonly<Record<string, string>> = {},
): AnyObject {
  return { apiVersion: "v1", kind: "Namespace", metadata: { name, labels: { ...labels } } };
}

/**
 * No namespace goes while an aggregated API does not answer, as those that the
 * testbed only simulates: they go when the platform has gone.
 */
export async function removeBrokenNamespaces(client: ClusterClient): Promise<void> {
  for (const name of MADE) {
    await goes(client, { apiVersion: "v1", kind: "Namespace", name });
  }
}

/** Deletes an object and what it owns, and waits until it is gone. */
export async function goes(client: ClusterClient, reference: ObjectReference): Promise<void> {
  const { kind, name } = reference;
  await client.remove(reference, "Background");
  await waitFor({ what: `${kind} ${name} to go`, timeoutMs: GONE_MS }, async () =>
    (await client.read(reference)) === undefined ? true : undefined,
  );
}

export function podOf(name: string, spec: object, container: object = {}): AnyObject {
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, namespace: BROKEN },
    spec: {
      terminationGracePeriodSeconds: 0,
      containers: [{ name: "a", image: IMAGE, ...container }],
      ...spec,
    },
  };
}

export function deploymentOf(
  name: string,
  spec: object,
  container: object = {},
  namespace = BROKEN,
): AnyObject {
  const labels = { app: name };
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name, namespace },
    spec: {
      replicas: 1,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          terminationGracePeriodSeconds: 0,
          containers: [{ name: "a", image: IMAGE, ...container }],
          ...spec,
        },
      },
    },
  };
}

export function claimOf(name: string, storageClassName: string): AnyObject {
  return {
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: { name, namespace: BROKEN },
    spec: {
      accessModes: ["ReadWriteOnce"],
      storageClassName,
      resources: { requests: { storage: "1Gi" } },
    },
  };
}
