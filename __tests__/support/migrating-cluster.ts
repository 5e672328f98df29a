import type {
  KubernetesObject,
  V1Deployment,
  V1Job,
  V1PersistentVolumeClaim,
  V1Pod,
} from "@kubernetes/client-node";
import type { ClaimMove } from "../../environments/schema";
import { MemoryCluster } from "./memory-cluster";

/** The claims of the test, of which staging has more: all others fit already. */
export const CLAIMS = ["montage-input", "montage-output", "montage-music", "montage-assets"];
const WORKER = "montage-ai-worker";

/** Whether a copy's pod ends well. */
export const copies = { fail: false };

/** A cluster whose claims are on one node's disk, with a worker that KEDA scales and a web front. */
export function migratingCluster(): MemoryCluster {
  const cluster = new MemoryCluster();
  for (const name of CLAIMS) cluster.put(claim(name, "local-path", "ReadWriteOnce"));
  cluster.put(deployment(WORKER, 3, CLAIMS));
  cluster.put(deployment("montage-ai-web", 2, CLAIMS));
  cluster.put(deployment("montage-ai-cgpu", 1, []));
  cluster.put({
    apiVersion: "keda.sh/v1alpha1",
    kind: "ScaledObject",
    metadata: { name: `${WORKER}-scaledobject` },
  });
  cluster.controller = (object) => {
    if (object.kind === "Deployment") reconcile(cluster, object);
    if (object.kind === "Job") run(cluster, object);
  };
  for (const each of cluster.all("Deployment")) reconcile(cluster, each);
  return cluster;
}

/** What a deploy of the data does. */
export function deployClaims(cluster: MemoryCluster, moves: Readonly<Record<string, ClaimMove>>) {
  for (const name of Object.keys(moves)) {
    if (cluster.get("PersistentVolumeClaim", `${name}-rwx`) === undefined) {
      cluster.put(claim(`${name}-rwx`, "montage-nfs", "ReadWriteMany"));
    }
  }
  for (const found of cluster.all<V1Deployment>("Deployment")) {
    const volumes = found.spec?.template.spec?.volumes ?? [];
    if (volumes.length === 0) continue;
    const mounted = CLAIMS.map((name) => (moves[name] === "moved" ? `${name}-rwx` : name));
    const replicas = found.spec?.replicas ?? 0;
    const changed = deployment(found.metadata?.name ?? "", replicas, mounted);
    cluster.put(changed);
    reconcile(cluster, changed);
  }
}

function claim(
  name: string,
  storageClassName: string,
  mode: string,
): V1PersistentVolumeClaim & KubernetesObject {
  return {
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: { name, uid: `uid-${name}` },
    spec: { storageClassName, accessModes: [mode], volumeName: `pv-${name}` },
    status: { phase: "Bound" },
  };
}

function deployment(
  name: string,
  replicas: number,
  claims: readonly string[],
): V1Deployment & KubernetesObject {
  const volumes = claims.map((claimName) => ({
    name: claimName,
    persistentVolumeClaim: { claimName },
  }));
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name },
    spec: { replicas, selector: {}, template: { spec: { containers: [], volumes } } },
  };
}

/** As many pods as the Deployment wants, each with its volumes. */
function reconcile(cluster: MemoryCluster, { metadata, spec }: V1Deployment): void {
  const owner = metadata?.name ?? "";
  for (const pod of cluster.all("Pod")) {
    if (pod.metadata?.labels?.["owner"] === owner) cluster.delete("Pod", pod.metadata.name ?? "");
  }
  for (let index = 0; index < (spec?.replicas ?? 0); index += 1) {
    const pod: V1Pod & KubernetesObject = {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: `${owner}-${index}`, labels: { owner } },
      spec: { containers: [], nodeName: "node-a", volumes: spec?.template.spec?.volumes },
      status: { phase: "Running" },
    };
    cluster.put(pod);
  }
}

/** A Job's pod, and the end that it comes to. */
function run(cluster: MemoryCluster, { metadata, spec }: V1Job & KubernetesObject): void {
  const name = metadata?.name ?? "";
  const pass = name.endsWith("-final") ? "final" : "first";
  const counts = { files: 1, copied: 1, bytes: 1, changed: 0, removed: 0, skipped: 0, failed: 0 };
  const message = copies.fail
    ? "failed: ./film: cannot be copied"
    : JSON.stringify({ pass, ...counts, fingerprint: pass === "final" ? "f".repeat(64) : "" });
  const pod: V1Pod & KubernetesObject = {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      name: `${name}-pod`,
      labels: { ...spec?.template.metadata?.labels, "job-name": name },
    },
    spec: spec?.template.spec,
    status: {
      phase: copies.fail ? "Failed" : "Succeeded",
      containerStatuses: [
        {
          name: "copy",
          image: "",
          imageID: "",
          ready: false,
          restartCount: 0,
          state: { terminated: { exitCode: copies.fail ? 1 : 0, message } },
        },
      ],
    },
  };
  cluster.put(pod);
  const ended: V1Job & KubernetesObject = {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata,
    spec,
    status: { conditions: [{ type: copies.fail ? "Failed" : "Complete", status: "True" }] },
  };
  cluster.put(ended);
}
