import { Testing } from "cdktf";
import type { EnvironmentSpec } from "../../environments/schema";
import { SecretsStack } from "../../stacks/secrets-stack";
import { ofKind } from "../support/alert-receivers";
import { changedSpec } from "../support/changed-spec";
import { specOf } from "../support/synth";

/** ExternalSecrets of a secrets stack. */
function externalSecrets(spec: EnvironmentSpec) {
  const stack = new SecretsStack(Testing.app(), spec, {
    platform: {
      namespaces: { "montage-ai": "montage-ai" },
      externalSecrets: { namespace: "external-secrets" },
    },
  });
  return ofKind(JSON.parse(JSON.stringify(stack.toTerraform())), "ExternalSecret");
}

describe("the app's secrets", () => {
  it("are one ExternalSecret each, keys as the properties are called, values only in the cluster", () => {
    expect(externalSecrets(specOf("staging"))).toContainEqual(
      expect.objectContaining({
        metadata: expect.objectContaining({ name: "litellm-auth", namespace: "montage-ai" }),
        spec: expect.objectContaining({
          secretStoreRef: { kind: "ClusterSecretStore", name: "vault" },
          target: expect.objectContaining({
            name: "litellm-auth",
            template: expect.objectContaining({
              type: "Opaque",
              data: { "api-key": '{{ index . "api-key" | trim }}' },
            }),
          }),
          data: [
            {
              secretKey: "api-key",
              remoteRef: { key: "montage-ai/staging/litellm", property: "api-key" },
            },
          ],
        }),
      }),
    );
  });

  it("of one property for two variables ask Vault once", () => {
    const variables = { MODEL_KEY: "key", OTHER_MODEL_KEY: "key" };
    const secrets = [{ name: "model", vaultKey: "model", variables }];
    const spec = changedSpec(specOf("staging"), { "applications.0.secrets": secrets });
    expect(externalSecrets(spec)).toContainEqual(
      expect.objectContaining({
        metadata: expect.objectContaining({ name: "model" }),
        spec: expect.objectContaining({ data: [expect.anything()] }),
      }),
    );
  });
});
