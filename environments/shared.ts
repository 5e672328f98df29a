import type { EnvironmentData } from "./schema";

type Images = EnvironmentData["applications"][number]["images"];

/** Where the in-cluster registry is, alike wherever it is used. */
export const inClusterRegistry = {
  nodePort: 30500,
  namespace: "registry",
  pushCredentials: { secretName: "registry-htpasswd", key: "htpasswd" },
  garbageCollection: "30 3 * * 0",
} satisfies Partial<EnvironmentData["registry"]>;

/** montage-ai's repository in the in-cluster registry. */
export const registryImages = {
  kind: "registry",
  repository: "montage-ai",
} satisfies Images["registry"];

/** Keys in Vault, alike in each environment's own folder. */
export const vaultKeys = { ghcrKey: "ghcr", registryKey: "registry" } satisfies Partial<
  NonNullable<EnvironmentData["vault"]>
>;

/** GitHub's registry, private: pulls without credentials end in 401. */
export const ghcr = {
  kind: "ghcr",
  repository: "ghcr.io/mfahsold/montage-ai",
  pullSecretName: "ghcr-pull",
} satisfies Images["ghcr"];

/** The team's channel in Slack; each environment has its own. */
export const slackReceiver = {
  kind: "slack",
  name: "slack",
  credential: { key: "alerts", property: "slack-webhook-url" },
  severities: ["critical", "warning"],
} satisfies Partial<NonNullable<EnvironmentData["alerts"]>["receivers"][number]>;
