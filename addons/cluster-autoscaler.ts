import { ConfigurationError } from "../environments/errors";
import { STARTUP_TAINT_KEY } from "../environments/labels";
import { controllerReplicas, requests } from "./kit/availability";
import type { SwitchedAddon } from "./kit/addon";
import type { AddonInput, EksFacts } from "./kit/input";
import { API_SERVER, DNS, fromPrometheus, podsWith, tcp } from "./kit/network";

/** Where its pods run and as whom; the role of EKS Pod Identity is for this account alone. */
export const AUTOSCALER_NAMESPACE = "kube-system";
export const AUTOSCALER_SERVICE_ACCOUNT = "cluster-autoscaler";

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

/** Labels and port of the chart. */
const PODS = podsWith({
  "app.kubernetes.io/name": "aws-cluster-autoscaler",
  "app.kubernetes.io/instance": "cluster-autoscaler",
});
const METRICS_PORT = 8085;

/** Where EKS' Pod Identity agent gives out credentials, on each node: https://docs.aws.amazon.com/eks/latest/userguide/pod-id-agent-setup.html */
const POD_IDENTITY = { to: [{ ipBlock: { cidr: "169.254.170.23/32" } }], ports: tcp(80) };

/**
 * cluster-autoscaler on EKS. Credentials come from Pod Identity by namespace
 * and service account; nodes refuse pods their own role. Its role is made with the
 * node pools (modules/node-pools/eks-autoscaler-role.ts), and so are the tags of
 * the groups that it finds. Which Kubernetes it is for, its image says.
 */
export const clusterAutoscaler: SwitchedAddon<"cluster-autoscaler"> = {
  kind: "switched",
  name: "cluster-autoscaler",
  summary: "size of EKS node groups",
  unsaid: "refused",
  clusters: ["eks"],
  serves: "scales EKS node groups",
  namespace: "system",
  after: ["prometheus-operator-crds"],
  evidence: [
    {
      version: "9.59.0",
      how: "seen",
      what: "rendered",
      day: "2026-11-29",
      source:
        "https://github.com/kubernetes/autoscaler/tree/cluster-autoscaler-chart-9.59.0/charts/cluster-autoscaler",
    },
  ],
  // https://github.com/kubernetes/autoscaler/blob/cluster-autoscaler-chart-9.59.0/charts/cluster-autoscaler/values.yaml
  pods: [
    {
      name: "cluster-autoscaler",
      kind: "Deployment",
      replicas: "replicaCount",
      containers: [{ resources: "resources" }],
    },
  ],
  keeps: [
    { path: "autoDiscovery", because: "would scale node groups that are not this cluster's" },
    { path: "awsRegion", because: "would look for node groups where there are none" },
    { path: "cloudProvider", because: "would look for node groups where there are none" },
    { path: "image", because: "would simulate another scheduler than the cluster has" },
    { path: "rbac", because: "would leave the account that its AWS role is for" },
    {
      path: "extraArgs.max-graceful-termination-sec",
      because: "could end a worker in the middle of its job",
    },
    { path: "extraArgs.startup-taint", because: "would take a starting MIG node for a full one" },
  ],
  values: (input) => {
    const eks = eksOf(input);
    return {
      fullnameOverride: "cluster-autoscaler",
      cloudProvider: "aws",
      // Asked of the metadata service otherwise, which pods cannot reach (hop limit 1).
      awsRegion: eks.region,
      autoDiscovery: { clusterName: eks.name },
      image: { tag: imageTag(input, eks) },
      replicaCount: controllerReplicas(input),
      rbac: { serviceAccount: { create: true, name: AUTOSCALER_SERVICE_ACCOUNT } },
      resources: requests("100m", "300Mi"),
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
        "max-graceful-termination-sec": input.longestGraceSeconds,
        ...patienceWithNodes(eks),
      },
      expanderPriorities: eks.expanderPriorities,
      serviceMonitor: input.prometheus
        ? { enabled: true, namespace: AUTOSCALER_NAMESPACE }
        : { enabled: false },
    };
  },
  // It asks AWS for machines, on the API server's port; credentials come from the node.
  network: (input) => ({
    denied: { name: "cluster-autoscaler", pods: PODS },
    flows: [
      { name: "cluster-autoscaler", pods: PODS, to: [DNS, API_SERVER, POD_IDENTITY] },
      ...fromPrometheus(input, PODS, METRICS_PORT, "cluster-autoscaler-from-prometheus"),
    ],
  }),
};

function eksOf({ cluster }: AddonInput): EksFacts {
  if (cluster.eks === undefined) throw new Error("cluster-autoscaler needs an EKS cluster");
  return cluster.eks;
}

/**
 * 15 minutes by default, counted until the startup taint is gone. A MIG node boots
 * twice where its GPUs can't be reset from inside the instance, and then has the
 * device plugin's image to pull. Before it has joined, to give it up is to terminate it.
 * On AWS the flag has no counterpart for one group alone. Missing capacity is noticed
 * at once all the same, by the group's failed activities.
 */
function patienceWithNodes({ cutsGpus }: EksFacts): object {
  return cutsGpus ? { "max-node-provision-time": "25m" } : {};
}

/** Tag of the image for a minor of Kubernetes; undefined: none is known. */
export function autoscalerImageTag(minor: string): string | undefined {
  return IMAGE_TAGS[minor];
}

function imageTag({ environment }: AddonInput, { kubernetesVersion }: EksFacts): string {
  const tag = autoscalerImageTag(kubernetesVersion);
  if (tag !== undefined) return tag;
  throw new ConfigurationError([
    {
      file: `environments/${environment}.ts`,
      path: "cluster.kubernetesVersion",
      value: kubernetesVersion,
      message: "no cluster-autoscaler release is known for it",
      fix: `use one of ${Object.keys(IMAGE_TAGS).join(", ")}, or add it in addons/cluster-autoscaler.ts`,
    },
  ]);
}
