import { montageAi, web, worker } from "../applications/montage-ai";
import type { EnvironmentData } from "./schema";
import { inClusterRegistry, registryImages } from "./shared";

const simulated = {
  architecture: "amd64",
  capacityType: "on-demand",
  diskGiB: 100,
  labels: {},
} as const;

/** Any kubeconfig, one node in mind: a laptop's k3d or kind, or the testbed. */
export const local: EnvironmentData = {
  name: "local",
  protected: false,
  state: { kind: "local" },
  cluster: {
    kind: "kubeconfig",
    kubernetesVersion: "1.35",
    kubeconfigPaths: ["~/.kube/config"],
    provides: [],
    testbed: {
      pools: [
        // Holds the platform and the workload at its maximum.
        {
          ...simulated,
          name: "base",
          roles: ["web", "cpu-worker"],
          instanceTypes: ["m7i.2xlarge"],
          min: 1,
          max: 1,
          desired: 1,
          taints: [],
        },
        // Comes and goes with pods that base has no room for.
        {
          ...simulated,
          name: "burst",
          roles: ["cpu-worker"],
          instanceTypes: ["m7i.xlarge"],
          min: 0,
          max: 2,
          desired: 0,
          taints: [],
        },
      ],
    },
  },
  storage: {
    kind: "node-local",
    className: "montage-node-local",
    provisioner: "rancher.io/local-path",
  },
  registry: { ...inClusterRegistry, volume: { size: "20Gi", className: "montage-node-local" } },
  platform: {
    highAvailability: false,
    crdsOnUninstall: "delete",
    namespaces: { keda: "keda", monitoring: "monitoring", externalSecrets: "external-secrets" },
    metricsRetentionDays: 1,
  },
  accepted: [
    {
      rule: "image-digests",
      object: "Setting switches.imageTags.montage-ai",
      reason:
        "whoever runs it pushes the image to the cluster's registry, which nobody else reaches",
    },
    {
      rule: "alert-receivers",
      object: "Setting alerts.receivers",
      reason: "no one is on call for a laptop; Prometheus shows the alerts",
    },
  ],
  applications: [
    {
      ...montageAi,
      images: { registry: registryImages },
      redis: { kind: "managed" },
      web: { ...web, replicas: { min: 1, max: 3 } },
      workers: [
        {
          ...worker,
          scaling: {
            kind: "deployment",
            min: 1,
            max: 4,
            waitingJobsPerReplica: 2,
            scaleOutTolerance: 0,
            pollingIntervalSeconds: 5,
            cooldownSeconds: 60,
            scaleInStabilizationSeconds: 30,
            replicasWithoutKeda: 1,
          },
        },
      ],
      quota: {
        requestsCpu: "16",
        requestsMemory: "32Gi",
        limitsCpu: "144",
        limitsMemory: "224Gi",
        pods: 40,
        claims: 20,
        // Twice what the claims of today ask for: they may move, one beside its successor.
        storage: "400Gi",
        jobs: 50,
        gpus: 0,
      },
    },
  ],
  fallbacks: {
    emptyDirCache: true,
    nodeLocalVolumes: true,
    broadTolerations: true,
    reducedRequests: {
      "montage-ai": {
        web: { cpu: "100m", memory: "256Mi" },
        worker: { cpu: "250m", memory: "512Mi" },
      },
    },
  },
};
