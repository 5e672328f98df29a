import assert from "node:assert/strict";
import type { KubernetesObject, V1Deployment } from "@kubernetes/client-node";
import { workersOfLocal } from "../../cli/local/burst";
import { ExternalSecretsStandIn } from "../external-secrets-stand-in";
import { type E2e, type Phase, testbedOf } from "../phase";

const DATA = "environments/local.ts";
const SWITCHES = "environments/local.switches.json";

/** What an environment needs for GHCR, which local does not have by default. */
const VAULT = `vault: {
    server: "https://vault.example.com:8200",
    authMountPath: "kubernetes-local",
    role: "montage-ai-local",
    audiences: ["vault"],
    kvPath: "secret",
    ghcrKey: "montage-ai/ghcr",
    registryKey: "montage-ai/local-registry",
  },`;

export const imageSource: Phase = {
  name: "image-source",
  title:
    "Images are switched from the registry to GHCR with its pull secret, and back, in one line",
  run: async (e2e) => {
    const standIn = new ExternalSecretsStandIn(testbedOf(e2e).client);
    standIn.start();
    try {
      describeGhcr(e2e);
      e2e.project.commit("local can have its images from GHCR");
      await e2e.project.deploy();
      const registry = await workerPods(e2e);
      await e2e.project.rollback("--to", "ghcr");
      const ghcr = await workerPods(e2e);
      assert.match(ghcr.image ?? "", /^ghcr\.io\//, "image after the switch");
      assert.deepEqual(ghcr.pullSecrets, ["ghcr-pull"], "pull secret of the pods");
      await e2e.project.rollback("--to", "registry");
      assert.deepEqual(await workerPods(e2e), registry, "the pods after the way back");
      return `${registry.image} -> ${ghcr.image} -> back`;
    } finally {
      await standIn.stop();
    }
  },
};

/** GHCR, a Vault and External Secrets, as staging has them. */
function describeGhcr({ project }: E2e): void {
  project.edit(DATA, "import { inClusterRegistry,", "import { ghcr, inClusterRegistry,");
  project.edit(DATA, "  images: {\n    registry:", "  images: {\n    ghcr,\n    registry:");
  project.edit(DATA, '  redis: { kind: "managed" },', `  redis: { kind: "managed" },\n  ${VAULT}`);
  project.edit(SWITCHES, '"external-secrets": false', '"external-secrets": true');
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
