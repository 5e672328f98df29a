import {
  CGPU_MACHINE,
  liteLlm,
  montageAi,
  web,
  worker,
  workerHeavy,
} from "../applications/montage-ai";
import type { EnvironmentData } from "./schema";
import { ghcr, inClusterRegistry, slackReceiver, vaultKeys, registryImages } from "./shared";
import { terraformCloud } from "./terraform-cloud";

const noLabels = { labels: {}, taints: [] };
const forCgpu = { labels: { [CGPU_MACHINE]: "true" }, taints: [] };

/** Estimates, like the GPUs' models, not compared with the machines; `kubectl describe node` has the figures. */
const SIZES = {
  controlAmd64: { vcpu: 4, memoryGiB: 15, diskGiB: 200 },
  workerAmd64: { vcpu: 8, memoryGiB: 30, diskGiB: 250 },
  workerArm64: { vcpu: 4, memoryGiB: 7, diskGiB: 100 },
  gpuRocm: { vcpu: 8, memoryGiB: 30, diskGiB: 250 },
  gpuJetson: { vcpu: 8, memoryGiB: 14, diskGiB: 60 },
};

/**
 * The k3s cluster of the incident: five machines, NFS, images from the cluster's
 * own registry. The Jetson is labelled and tainted for jobs that ask for it; the
 * heavy worker runs on the AMD machine.
 */
export const staging: EnvironmentData = {
  name: "staging",
  protected: false,
  rehearses: "production",
  state: {
    ...terraformCloud,
    project: "montage-ai-staging",
    executionMode: "agent",
    agentPool: "fluxibri-lan",
  },
  cluster: {
    kind: "k3s",
    kubernetesVersion: "1.35",
    kubeconfigPath: "~/.kube/config",
    context: "fluxibri-staging",
    provides: ["metrics-server", "amd-device-plugin"],
    machines: [
      {
        name: "control-amd64",
        roles: ["web"],
        architecture: "amd64",
        size: SIZES.controlAmd64,
        registryHost: true,
        ...forCgpu,
      },
      {
        name: "worker-amd64",
        roles: ["cpu-worker", "web"],
        architecture: "amd64",
        size: SIZES.workerAmd64,
        registryHost: false,
        ...forCgpu,
      },
      {
        name: "worker-arm64",
        roles: ["cpu-worker"],
        architecture: "arm64",
        size: SIZES.workerArm64,
        registryHost: false,
        ...noLabels,
      },
      {
        name: "gpu-rocm",
        roles: ["gpu-worker"],
        architecture: "amd64",
        size: SIZES.gpuRocm,
        registryHost: false,
        gpu: {
          type: "amd-rocm",
          sharing: "whole",
          model: "RX-7800-XT",
          count: 1,
          // video and render of the machine's Debian.
          deviceGroups: [44, 105],
        },
        ...noLabels,
      },
      {
        name: "gpu-jetson",
        roles: ["gpu-worker"],
        architecture: "arm64",
        size: SIZES.gpuJetson,
        registryHost: false,
        gpu: { type: "nvidia-tegra", sharing: "whole", model: "Orin-NX-16", count: 1 },
        ...noLabels,
      },
    ],
  },
  storage: {
    kind: "nfs",
    className: "montage-nfs",
    server: "nfs.fluxibri.lan",
    share: "/mnt/nfs-montage",
    mountOptions: ["nfsvers=4.1", "rsize=1048576", "wsize=1048576", "hard", "noatime"],
  },
  registry: { ...inClusterRegistry, volume: { size: "100Gi", className: "local-path" } },
  platform: {
    highAvailability: false,
    crdsOnUninstall: "keep",
    namespaces: { keda: "keda", monitoring: "monitoring", externalSecrets: "external-secrets" },
    metricsRetentionDays: 7,
  },
  vault: {
    server: "https://vault.fluxibri.lan:8200",
    authMountPath: "kubernetes-staging",
    role: "montage-ai-staging",
    audiences: ["vault"],
    kvPath: "secret",
    folder: "montage-ai/staging",
    ...vaultKeys,
  },
  // As in production, without a receiver that wakes people.
  alerts: { receivers: [{ ...slackReceiver, channel: "#montage-ai-staging" }] },
  accepted: [
    {
      rule: "image-digests",
      object: "Setting switches.imageTags.montage-ai",
      reason:
        "npm run mirror -- staging --pin writes the digest with the first image that is mirrored to the cluster's registry",
    },
  ],
  applications: [
    {
      ...montageAi,
      images: { registry: registryImages, ghcr },
      redis: { kind: "existing", host: "redis.default.svc.cluster.local", port: 6379 },
      settings: { ...montageAi.settings, ...liteLlm.settings },
      egresses: [liteLlm.egress],
      secrets: [liteLlm.secret],
      web: {
        ...web,
        replicas: { min: 1, max: 4 },
        ingress: {
          className: "traefik",
          host: "montage-ai.fluxibri.lan",
          annotations: { "traefik.ingress.kubernetes.io/router.entrypoints": "web" },
        },
      },
      workers: [
        {
          ...worker,
          scaling: {
            kind: "deployment",
            min: 1,
            max: 8,
            waitingJobsPerReplica: 10,
            scaleOutTolerance: 0,
            pollingIntervalSeconds: 15,
            cooldownSeconds: 120,
            scaleInStabilizationSeconds: 300,
            replicasWithoutKeda: 3,
          },
        },
        {
          ...workerHeavy,
          scaling: {
            kind: "deployment",
            min: 0,
            max: 1,
            joinsAbove: 8,
            waitingJobsPerReplica: 1,
            scaleOutTolerance: 0,
            pollingIntervalSeconds: 15,
            cooldownSeconds: 300,
            scaleInStabilizationSeconds: 300,
            replicasWithoutKeda: 1,
          },
        },
      ],
      // The app's own quota (80 requested CPUs, 80 pods) with limits that hold 8 workers of 16 CPUs, and 8 that finish their job after a rollout.
      quota: {
        requestsCpu: "80",
        requestsMemory: "160Gi",
        limitsCpu: "320",
        limitsMemory: "480Gi",
        pods: 80,
        claims: 20,
        storage: "400Gi",
        jobs: 50,
        // A heavy worker, and one that finishes its job after a rollout.
        gpus: 2,
      },
    },
  ],
  fallbacks: {
    emptyDirCache: true,
    nodeLocalVolumes: false,
    broadTolerations: true,
    reducedRequests: {
      "montage-ai": {
        worker: { cpu: "500m", memory: "2Gi" },
        "worker-heavy": { cpu: "1", memory: "4Gi" },
      },
    },
  },
};
