/** A value that an environment and its rehearsal may differ in. */
export interface AllowedDifference {
  /** Path in the environments' data, members of lists by their name; covers all below it. */
  readonly path: string;
  /** Why this is not rehearsed, or why it is all the same. */
  readonly reason: string;
  /**
   * The difference comes and goes: equal values are no sign that it is obsolete.
   *
   * @default false
   */
  readonly mayBeEqual?: boolean;
}

/**
 * All that an environment and one that `rehearses` it may differ in, as staging
 * and production do. The rule environment-parity holds each pair against it.
 */
export const ALLOWED_DIFFERENCES: readonly AllowedDifference[] = [
  { path: "state.project", reason: "each has a Terraform Cloud project of its own" },
  {
    path: "state.executionMode",
    reason: "Terraform Cloud's own workers do not reach staging's network; an agent does",
  },
  { path: "state.agentPool", reason: "only runs on an agent have a pool of agents" },
  { path: "cluster.kind", reason: "staging is k3s on machines that are there, production is EKS" },
  { path: "cluster.kubeconfigPath", reason: "EKS is looked up by name and needs no kubeconfig" },
  { path: "cluster.context", reason: "EKS is looked up by name and needs no kubeconfig" },
  { path: "cluster.machines", reason: "staging's machines exist; production's nodes come and go" },
  { path: "cluster.name", reason: "only EKS clusters are looked up by name" },
  { path: "cluster.region", reason: "only AWS has regions" },
  { path: "cluster.privateSubnetTags", reason: "only AWS has subnets of ours to find" },
  { path: "cluster.tags", reason: "only AWS resources have tags" },
  { path: "cluster.pools", reason: "staging's machines exist; production's nodes come and go" },
  {
    path: "cluster.kubeProxy",
    reason: "set up on each cluster's nodes; the rule image-source judges each with its own images",
    mayBeEqual: true,
  },
  {
    path: "cluster.provides",
    reason: "k3s brings a metrics-server, staging's AMD device plugin was there before",
  },
  {
    path: "storage",
    reason: "NFS stands in for EFS: both are ReadWriteMany over NFS 4.1, with other failures",
  },
  { path: "registry", reason: "staging's images need not leave its network" },
  {
    path: "applications[montage-ai].images.registry",
    reason: "staging's images need not leave its network",
  },
  {
    path: "switches.images",
    reason: "staging's images need not leave its network",
    mayBeEqual: true,
  },
  {
    path: "switches.imageTags",
    reason: "staging runs a new version of the app first",
    mayBeEqual: true,
  },
  {
    path: "switches.chartVersions",
    reason: "a chart is rolled back where it fails, until a release that works is pinned",
    mayBeEqual: true,
  },
  {
    path: "switches.claimMoves",
    reason: "claims are moved in one environment after the other",
    mayBeEqual: true,
  },
  {
    path: "switches.addons.keda",
    reason: "KEDA is switched off where it fails, until it works again",
    mayBeEqual: true,
  },
  { path: "switches.addons.metrics-server", reason: "k3s brings one" },
  { path: "switches.addons.cluster-autoscaler", reason: "staging's machines cannot be ordered" },
  { path: "switches.addons.nvidia-device-plugin", reason: "staging has no NVIDIA card" },
  {
    path: "applications[montage-ai].redis",
    reason: "staging uses the Redis that its cluster has; production's belongs to the application",
  },
  { path: "platform.highAvailability", reason: "staging may pause, and has few machines" },
  { path: "platform.metricsRetentionDays", reason: "staging keeps fewer days, in less space" },
  { path: "platform.metricsStorage", reason: "staging may lose its samples" },
  ...[
    { chart: "metrics-server", reason: "k3s brings one" },
    { chart: "cluster-autoscaler", reason: "staging's machines cannot be ordered" },
    { chart: "nvidia-device-plugin", reason: "staging has no NVIDIA card" },
    { chart: "csi-driver-nfs", reason: "production has EFS, whose driver is an add-on of EKS" },
  ].map(({ chart, reason }) => ({
    path: `platform.chartValues.${chart}`,
    reason,
    mayBeEqual: true,
  })),
  { path: "vault.server", reason: "each network has its own Vault" },
  { path: "vault.authMountPath", reason: "Vault knows each cluster by a mount of its own" },
  { path: "vault.role", reason: "neither may read what is the other's" },
  { path: "vault.folder", reason: "neither may read what is the other's" },
  {
    path: "alerts.receivers[slack].channel",
    reason: "staging does not page production's on-call",
  },
  { path: "applications[montage-ai].web.replicas", reason: "production has more users" },
  {
    path: "applications[montage-ai].web.ingress",
    reason: "k3s has Traefik, production an ALB; names differ",
  },
  { path: "applications[montage-ai].workers[worker].scaling", reason: "staging has five machines" },
  {
    path: "applications[montage-ai].workers[worker-heavy].scaling",
    reason: "staging has one AMD card",
  },
  {
    path: "applications[montage-ai].settings.OPENAI_API_BASE",
    reason: "production's language model is not decided",
  },
  {
    path: "applications[montage-ai].settings.OPENAI_MODEL",
    reason: "production's language model is not decided",
  },
  {
    path: "applications[montage-ai].egresses[litellm]",
    reason: "production's language model is not decided",
  },
  {
    path: "applications[montage-ai].secrets[litellm-auth]",
    reason: "production's language model is not decided",
  },
  { path: "applications[montage-ai].quota", reason: "follows the number of workers" },
  { path: "fallbacks", reason: "staging gets by on few machines; production takes no fallback" },
];
