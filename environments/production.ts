import { montageAi, web, worker, workerHeavy } from "../applications/montage-ai";
import type { EnvironmentData } from "./schema";
import { ghcr, slackReceiver, vaultKeys } from "./shared";
import { terraformCloud } from "./terraform-cloud";

/** Zones of the private subnets. */
const zones = ["eu-central-1a", "eu-central-1b", "eu-central-1c"];

const onDemand = { architecture: "amd64", capacityType: "on-demand", labels: {} } as const;

/** EKS: capacity follows the queue, nothing falls back. */
export const production: EnvironmentData = {
  name: "production",
  protected: true,
  state: {
    ...terraformCloud,
    project: "montage-ai-production",
    executionMode: "remote",
  },
  cluster: {
    kind: "eks",
    name: "fluxibri-production",
    region: "eu-central-1",
    kubernetesVersion: "1.35",
    provides: [],
    privateSubnetTags: { "kubernetes.io/role/internal-elb": "1" },
    tags: { project: "montage-ai", environment: "production", "managed-by": "fluxibri-core" },
    pools: [
      {
        ...onDemand,
        name: "web",
        roles: ["web"],
        instanceTypes: ["m7i.large", "m6i.large"],
        min: 2,
        max: 10,
        desired: 2,
        diskGiB: 50,
        taints: [],
        // Redis and Prometheus have EBS volumes, which stay in their zone: each zone always has a node.
        zones: { groups: "per-zone", names: ["eu-central-1a", "eu-central-1b"] },
      },
      {
        ...onDemand,
        name: "cpu-worker",
        roles: ["cpu-worker"],
        instanceTypes: ["c7i.4xlarge", "c6i.4xlarge"],
        min: 1,
        max: 24,
        desired: 3,
        diskGiB: 200,
        // Several renders write their intermediate files at once; 125 MiB/s would be shared by them.
        diskThroughputMiB: 250,
        taints: [],
        // In one group over all zones AWS ends nodes to balance the zones, 15 minutes after it says so: no job is that short.
        zones: { groups: "per-zone", names: zones },
      },
      {
        ...onDemand,
        // Where there is no g7e, in the region or at the moment.
        name: "gpu",
        roles: ["gpu-worker"],
        instanceTypes: ["g6.4xlarge"],
        min: 0,
        max: 5,
        desired: 0,
        diskGiB: 200,
        diskThroughputMiB: 250,
        taints: [],
        zones: { groups: "per-zone", names: zones },
        gpu: { sharing: "whole" },
      },
      {
        ...onDemand,
        // One RTX PRO 6000 is four slices, each with a video encoder of its own. Advertised as GPUs (single),
        // so that one request is answered by slices and by the cards of `gpu`.
        name: "gpu-mig",
        roles: ["gpu-worker"],
        instanceTypes: ["g7e.2xlarge"],
        min: 0,
        max: 2,
        desired: 0,
        diskGiB: 200,
        diskThroughputMiB: 250,
        taints: [],
        // A node in each of two: a third zone would have a group without one.
        zones: { groups: "per-zone", names: zones.slice(0, 2) },
        gpu: { sharing: "mig", strategy: "single", profile: "1g.24gb" },
      },
    ],
  },
  storage: {
    kind: "efs",
    className: "montage-efs",
    name: "montage-ai-production",
    throughputMode: "elastic",
    infrequentAccessAfterDays: 30,
    csiAddonVersion: "v3.1.0-eksbuild.1",
  },
  platform: {
    highAvailability: true,
    crdsOnUninstall: "keep",
    namespaces: { keda: "keda", monitoring: "monitoring", externalSecrets: "external-secrets" },
    metricsRetentionDays: 15,
    metricsStorage: { size: "50Gi", className: "gp3" },
  },
  vault: {
    server: "https://vault.fluxibri.ai:8200",
    authMountPath: "kubernetes-production",
    role: "montage-ai-production",
    audiences: ["vault"],
    kvPath: "secret",
    folder: "montage-ai/production",
    ...vaultKeys,
  },
  alerts: { receivers: [{ ...slackReceiver, channel: "#montage-ai-alerts" }] },
  accepted: [
    {
      rule: "image-digests",
      object: "Setting switches.imageTags.montage-ai",
      reason:
        "the app's registry is private: whoever has its token writes the digest with npm run mirror -- production --pin, before the first deploy",
    },
    ...["cpu-worker", "gpu", "gpu-mig"].map((pool) => ({
      rule: "grace-chain",
      object: `NodePool ${pool}`,
      reason:
        "an update that is not forced gives up after 15 minutes and kills no job; node groups are updated while the queue is empty",
    })),
    {
      rule: "aws-account",
      object: "Setting cluster.accountId",
      reason:
        "runs are remote: the role of their variable set, which a person fills in, is of one account",
    },
    {
      rule: "plain-http",
      object: "Setting applications[montage-ai].web.ingress.certificate",
      reason:
        "the certificate is of the account, and a person names it; until then the load balancer is internal",
    },
  ],
  applications: [
    {
      ...montageAi,
      images: { ghcr },
      redis: { kind: "managed", persistence: { size: "10Gi", className: "gp3" } },
      // No language model: it is not decided which one production is to use, and LiteLLM is known in staging's
      // cluster only. Until a person decides, edits follow style templates (docs/adr/0012-language-model.md).
      web: {
        ...web,
        replicas: { min: 2, max: 10 },
        ingress: {
          className: "alb",
          host: "montage-ai.fluxibri.ai",
          annotations: {
            "alb.ingress.kubernetes.io/scheme": "internal",
            "alb.ingress.kubernetes.io/target-type": "ip",
            "alb.ingress.kubernetes.io/healthcheck-path": "/api/status",
          },
        },
      },
      workers: [
        {
          ...worker,
          scaling: {
            kind: "deployment",
            min: 3,
            max: 24,
            waitingJobsPerReplica: 1,
            scaleOutTolerance: 0,
            pollingIntervalSeconds: 15,
            cooldownSeconds: 300,
            scaleInStabilizationSeconds: 600,
            replicasWithoutKeda: 10,
          },
        },
        {
          ...workerHeavy,
          scaling: {
            kind: "deployment",
            min: 0,
            max: 8,
            // More than the CPU workers hold; then a slice for two that wait: a node takes minutes to come.
            joinsAbove: 24,
            waitingJobsPerReplica: 2,
            scaleOutTolerance: 0,
            pollingIntervalSeconds: 15,
            cooldownSeconds: 300,
            scaleInStabilizationSeconds: 600,
            replicasWithoutKeda: 1,
          },
        },
      ],
      // 24 workers of at most 16 CPUs and 24 GiB, as many that finish their job after a rollout, 8 heavy ones,
      // 10 web pods, and some room. What reserves nodes are the requests.
      quota: {
        requestsCpu: "120",
        requestsMemory: "240Gi",
        limitsCpu: "900",
        limitsMemory: "1440Gi",
        pods: 120,
        claims: 20,
        storage: "400Gi",
        jobs: 50,
        // As many heavy workers that finish their job after a rollout as there are at most.
        gpus: 16,
      },
    },
  ],
};
