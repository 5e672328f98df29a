import assert from "node:assert/strict";
import type { KubernetesObject, V1Deployment } from "@kubernetes/client-node";
import { workersOfLocal } from "../../cli/local/burst";
import { ExternalSecretsStandIn } from "../external-secrets-stand-in";
import { type E2e, type Phase, testbedOf } from "../phase";
import { secretsChart } from "../secrets-chart";

const DATA = "environments/local.ts";
const SWITCHES = "environments/local.switches.json";

/** What an environment needs for GHCR, which local does not have by default. */
const VAULT = `vault: {
    server: "https://vault.example.com:8200",
    authMountPath: "kubernetes-local",
    role: "montage-ai-local",
    audiences: ["vault"],
    kvPath: "secret",
    folder: "montage-ai/local",
    ghcrKey: "ghcr",
    registryKey: "registry",
  },`;

/** One receiver of each kind: what is synthesized must be what the CRD takes. */
const ALERTS = `alerts: {
    receivers: [
      {
        kind: "slack",
        name: "chat",
        channel: "#local",
        credential: { key: "alerts", property: "slack-webhook-url" },
        severities: ["critical", "warning"],
      },
      ...(["webhook", "pagerduty"] as const).map((kind) => ({
        kind,
        name: kind,
        credential: { key: "alerts", property: kind },
        severities: ["critical" as const],
      })),
      {
        kind: "heartbeat",
        name: "heartbeat",
        credential: { key: "alerts", property: "heartbeat" },
      },
    ],
  },`;

const EDITS = [
  [DATA, "import { inClusterRegistry,", "import { ghcr, inClusterRegistry,"],
  [DATA, "images: { registry: registryImages }", "images: { ghcr, registry: registryImages }"],
  [DATA, "  platform: {", `  ${VAULT}\n  ${ALERTS}\n  platform: {`],
  [SWITCHES, '"external-secrets": false', '"external-secrets": true'],
] as const;

export const imageSource: Phase = {
  name: "image-source",
  title:
    "Images are switched from the registry to GHCR with its pull secret, and back, in one line; alert receivers come with External Secrets, too, whose chart goes back and forward under them",
  replaces: EDITS.map(([file, from]) => [file, from]),
  run: async (e2e) => {
    const standIn = new ExternalSecretsStandIn(testbedOf(e2e).client);
    standIn.start();
    try {
      describeGhcr(e2e);
      e2e.project.commit("local can have its images from GHCR");
      await e2e.project.deploy();
      const receivers = await alertReceivers(e2e);
      assert.deepEqual(
        receivers,
        ["alerts-chat", "alerts-heartbeat", "alerts-pagerduty", "alerts-webhook"],
        "alert receivers",
      );
      const registry = await workerPods(e2e);
      await e2e.project.rollback("--to", "ghcr");
      const ghcr = await workerPods(e2e);
      assert.match(ghcr.image ?? "", /^ghcr\.io\//, "image after the switch");
      assert.deepEqual(ghcr.pullSecrets, ["ghcr-pull"], "pull secret of the pods");
      await e2e.project.rollback("--to", "registry");
      assert.deepEqual(await workerPods(e2e), registry, "the pods after the way back");
      const chart = await secretsChart(e2e);
      return `${registry.image} -> ${ghcr.image} -> back; ${receivers.length} kinds of alert receivers accepted; ${chart}`;
    } finally {
      await standIn.stop();
    }
  },
};

/** GHCR, a Vault, External Secrets and alert receivers, as staging has them. */
function describeGhcr({ project }: E2e): void {
  for (const [file, from, to] of EDITS) project.edit(file, from, to);
}

/** Names of the AlertmanagerConfigs whose Secret is there as well. */
async function alertReceivers(e2e: E2e): Promise<readonly string[]> {
  const { client } = testbedOf(e2e);
  const api = "monitoring.coreos.com/v1alpha1";
  const names = async (apiVersion: string, kind: string) =>
    (await client.list(apiVersion, kind, "monitoring")).map(({ metadata }) => metadata?.name ?? "");
  const secrets = await names("v1", "Secret");
  return (await names(api, "AlertmanagerConfig"))
    .filter((name) => secrets.includes(name))
    .toSorted();
}

async function workerPods(e2e: E2e) {
  const { namespace, deployment } = workersOfLocal();
  const reference = { apiVersion: "apps/v1", kind: "Deployment", namespace, name: deployment };
  const found = await testbedOf(e2e).client.read<V1Deployment & KubernetesObject>(reference);
  const spec = found?.spec?.template.spec;
  return {
    image: spec?.containers[0]?.image,
    pullSecrets: (spec?.imagePullSecrets ?? []).map(({ name }) => name),
  };
}
