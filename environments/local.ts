import { inClusterRegistry, montageAi, web, worker } from "./montage-ai";
import type { EnvironmentData } from "./schema";

/** Any kubeconfig, one node in mind: a laptop's k3d or kind, or the testbed. */
export const local: EnvironmentData = {
  name: "local",
  state: { kind: "local" },
  cluster: {
    kind: "kubeconfig",
    kubernetesVersion: "1.35",
    kubeconfigPaths: ["~/.kube/config"],
    provides: [],
  },
  storage: {
    kind: "node-local",
    className: "montage-node-local",
    provisioner: "rancher.io/local-path",
  },
  images: {
    registry: { ...inClusterRegistry, volume: { size: "20Gi", className: "montage-node-local" } },
  },
  redis: { kind: "managed" },
  platform: {
    highAvailability: false,
    crdsOnUninstall: "delete",
    namespaces: { keda: "keda", monitoring: "monitoring", externalSecrets: "external-secrets" },
    metricsRetentionDays: 1,
  },
  workload: {
    ...montageAi,
    web: { ...web, replicas: { min: 1, max: 3 } },
    workers: [
      {
        ...worker,
        scaling: {
          min: 1,
          max: 4,
          jobsPerReplica: 2,
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
      limitsCpu: "96",
      limitsMemory: "160Gi",
      pods: 40,
      claims: 20,
    },
  },
  fallbacks: {
    emptyDirCache: true,
    nodeLocalVolumes: true,
    broadTolerations: true,
    reducedRequests: {
      web: { cpu: "100m", memory: "256Mi" },
      worker: { cpu: "250m", memory: "512Mi" },
    },
  },
};
