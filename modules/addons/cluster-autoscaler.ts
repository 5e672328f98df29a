import { workersOf } from "../../environments/applications";
import { ConfigurationError } from "../../environments/errors";
import { terminationGraceSeconds } from "../../environments/facts/termination-grace";
import { STARTUP_TAINT_KEY } from "../../environments/labels";
import type { EksCluster, EnvironmentSpec } from "../../environments/schema";
import { installs } from "../../environments/switched";
import { AUTOSCALER_SERVICE_ACCOUNT } from "../node-pools/eks-autoscaler-role";
import { controllerReplicas } from "./availability";
import { expanderPriorities } from "./expander-priorities";

/**
 * Newest release per Kubernetes minor; another minor's simulates another scheduler.
 * https://github.com/kubernetes/autoscaler/tags (cluster-autoscaler-*)
 */
const IMAGE_TAGS: Readonly<Record<string, string>> = {
  "1.33": "v1.33.6",
  "1.34": "v1.34.5",
  "1.35": "v1.35.2",
  "1.36": "v1.36.1",
};

/**
 * cluster-autoscaler on EKS. Credentials come from Pod Identity by namespace
 * and service account; nodes refuse pods their own role.
 */
export function clusterAutoscalerValues(spec: EnvironmentSpec, cluster: EksCluster): object {
  return {
    fullnameOverride: "cluster-autoscaler",
    cloudProvider: "aws",
    // Asked of the metadata service otherwise, which pods cannot reach (hop limit 1).
    awsRegion: cluster.region,
    autoDiscovery: { clusterName: cluster.name },
    image: { tag: imageTag(spec, cluster) },
    replicaCount: controllerReplicas(spec),
    rbac: { serviceAccount: { create: true, name: AUTOSCALER_SERVICE_ACCOUNT } },
    resources: { requests: { cpu: "100m", memory: "300Mi" } },
    securityContext: {
      runAsNonRoot: true,
      runAsUser: 65534,
      seccompProfile: { type: "RuntimeDefault" },
    },
    containerSecurityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ["ALL"] },
    },
    extraArgs: {
      // Cheapest first; among groups at one price the one that is filled best.
      expander: "priority,least-waste",
      "balance-similar-node-groups": true,
      // emptyDir would pin a node for ever; workers in a job are kept by their safe-to-evict annotation.
      "skip-nodes-with-local-storage": false,
      // Not yet a node with slices: counts as one that is starting, and is no picture of others.
      "startup-taint": STARTUP_TAINT_KEY,
      // 600 s by default: a drained worker would be killed in the middle of its render.
      "max-graceful-termination-sec": longestGraceSeconds(spec),
      ...patienceWithNodes(cluster),
    },
    expanderPriorities: expanderPriorities(spec, cluster),
    serviceMonitor: installs(spec, "kube-prometheus-stack")
      ? { enabled: true, namespace: "kube-system" }
      : { enabled: false },
  };
}

/**
 * 15 minutes by default, counted until the startup taint is gone. A MIG node boots
 * twice where its GPUs can't be reset from inside the instance, and then has the
 * device plugin's image to pull. Before it has joined, to give it up is to terminate it.
 * On AWS the flag has no counterpart for one group alone. Missing capacity is noticed
 * at once all the same, by the group's failed activities.
 */
function patienceWithNodes({ pools }: EksCluster): object {
  const cutsGpus = pools.some(({ gpu }) => gpu?.sharing === "mig");
  return cutsGpus ? { "max-node-provision-time": "25m" } : {};
}

function longestGraceSeconds(spec: EnvironmentSpec): number {
  return Math.max(
    ...workersOf(spec).map(({ application: { queue }, worker }) =>
      terminationGraceSeconds(queue, worker.jobTimeoutSeconds),
    ),
  );
}

function imageTag({ name }: EnvironmentSpec, { kubernetesVersion }: EksCluster): string {
  const tag = IMAGE_TAGS[kubernetesVersion];
  if (tag !== undefined) return tag;
  throw new ConfigurationError([
    {
      file: `environments/${name}.ts`,
      path: "cluster.kubernetesVersion",
      value: kubernetesVersion,
      message: "no cluster-autoscaler release is known for it",
      fix: `use one of ${Object.keys(IMAGE_TAGS).join(", ")}, or add it in modules/addons/cluster-autoscaler.ts`,
    },
  ]);
}
