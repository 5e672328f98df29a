import { TerraformOutput, Testing } from "cdktf";
import type { EnvironmentSpec } from "../../environments/schema";
import type { PlatformOutputs } from "../../stacks/platform-stack";
import { SecretsStack } from "../../stacks/secrets-stack";
import { blocks, specOf, type StackJson } from "../support/synth";
import { montageAiAlone, montageAiIn, withApplication } from "../support/applications";

const PLATFORM: PlatformOutputs = {
  namespaces: { "montage-ai": "montage-ai" },
  externalSecrets: { namespace: "external-secrets" },
};
const WITH_REGISTRY: PlatformOutputs = {
  ...PLATFORM,
  registry: { namespace: "registry", pullAddress: "127.0.0.1:30500", pushAddress: "r:5000" },
};

interface CustomResourceJson {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly spec: {
    readonly target: {
      readonly template: { readonly type: string; readonly data: Record<string, string> };
    };
  };
}

function secretsStack(spec: EnvironmentSpec, platform: PlatformOutputs): StackJson {
  const stack = new SecretsStack(Testing.app(), spec, { platform });
  return JSON.parse(JSON.stringify(stack.toTerraform()));
}

function objects(stack: StackJson, kind: string): readonly CustomResourceJson[] {
  return blocks(stack, "kubernetes_manifest")
    .map((block): CustomResourceJson => JSON.parse(JSON.stringify(block["manifest"])))
    .filter((manifest) => manifest.kind === kind);
}

const production = secretsStack(montageAiAlone(specOf("production")), PLATFORM);
const staging = secretsStack(montageAiAlone(specOf("staging")), WITH_REGISTRY);

describe("the store", () => {
  it("enters Vault as a service account with audiences, without any token of ours", () => {
    expect(objects(production, "ClusterSecretStore")).toMatchObject([
      {
        apiVersion: "external-secrets.io/v1",
        spec: {
          provider: {
            vault: {
              server: "https://vault.fluxibri.ai:8200",
              path: "secret",
              version: "v2",
              auth: {
                kubernetes: {
                  mountPath: "kubernetes-production",
                  role: "montage-ai-production",
                  serviceAccountRef: {
                    name: "vault-reader",
                    namespace: "external-secrets",
                    audiences: ["vault"],
                  },
                },
              },
            },
          },
        },
      },
    ]);
    expect(blocks(production, "kubernetes_service_account_v1")).toMatchObject([
      {
        metadata: { name: "vault-reader", namespace: "external-secrets" },
        automount_service_account_token: false,
      },
    ]);
  });

  it("knows the authority of a Vault that no public one has signed, and of others none", () => {
    const spec = montageAiAlone(specOf("staging"));
    const certificateAuthority = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";
    if (spec.vault === undefined) throw new Error("staging has a Vault");
    const own = secretsStack(
      { ...spec, vault: { ...spec.vault, certificateAuthority } },
      WITH_REGISTRY,
    );
    const [store] = objects(own, "ClusterSecretStore");
    expect(store).toHaveProperty("spec.provider.vault.caBundle", btoa(certificateAuthority));
    const [other] = objects(staging, "ClusterSecretStore");
    expect(other).not.toHaveProperty("spec.provider.vault.caBundle");
  });

  it("is open to the namespaces that need it only", () => {
    expect(objects(production, "ClusterSecretStore")).toMatchObject([
      { spec: { conditions: [{ namespaces: ["montage-ai", "monitoring"] }] } },
    ]);
    expect(objects(staging, "ClusterSecretStore")).toMatchObject([
      { spec: { conditions: [{ namespaces: ["montage-ai", "registry", "monitoring"] }] } },
    ]);
  });
});

describe("the pull secret for ghcr.io", () => {
  const [pull] = objects(production, "ExternalSecret");

  it("is refreshed hourly, goes with its owner and survives a missing key in Vault", () => {
    expect(pull).toMatchObject({
      metadata: { name: "ghcr-pull", namespace: "montage-ai" },
      spec: {
        refreshInterval: "1h0m0s",
        secretStoreRef: { kind: "ClusterSecretStore", name: "vault" },
        target: { name: "ghcr-pull", creationPolicy: "Owner", deletionPolicy: "Retain" },
        data: [
          {
            secretKey: "username",
            remoteRef: { key: "montage-ai/production/ghcr", property: "username" },
          },
          {
            secretKey: "password",
            remoteRef: { key: "montage-ai/production/ghcr", property: "password" },
          },
        ],
      },
    });
    expect(pull?.spec.target.template.type).toBe("kubernetes.io/dockerconfigjson");
  });

  it("is valid JSON once External Secrets has filled it in, whatever the password contains", () => {
    const username = "robot";
    const password = 'a"b\\c';
    const values: Readonly<Record<string, string>> = {
      "{{ .username | toJson }}": JSON.stringify(username),
      "{{ .password | toJson }}": JSON.stringify(password),
      '{{ printf "%s:%s" .username .password | b64enc | toJson }}': JSON.stringify(
        Buffer.from(`${username}:${password}`).toString("base64"),
      ),
    };
    const template = pull?.spec.target.template.data[".dockerconfigjson"] ?? "";
    const filled = template.replaceAll(
      /\{\{.*?\}\}/g,
      (expression) => values[expression] ?? `unexpected ${expression}`,
    );
    expect(JSON.parse(filled)).toEqual({
      auths: {
        "ghcr.io": {
          username,
          password,
          auth: Buffer.from(`${username}:${password}`).toString("base64"),
        },
      },
    });
  });

  it("is handed on as an attribute of the ExternalSecret, which orders the stacks", () => {
    const stack = new SecretsStack(Testing.app(), montageAiAlone(specOf("production")), {
      platform: PLATFORM,
    });
    new TerraformOutput(stack, "name", { value: stack.outputs["montage-ai"]?.pullSecretName });
    expect(stack.toTerraform().output.name.value).toMatch(
      /^\$\{kubernetes_manifest\.\S+\.object\.spec\.target\.name\}$/,
    );
  });

  it("is waited for, so that the pods of the next stack find it", () => {
    for (const block of blocks(production, "kubernetes_manifest")) {
      expect(block["wait"]).toEqual({ condition: [{ type: "Ready", status: "True" }] });
    }
  });

  it("comes after the store, and the store after its service account", () => {
    const dependencies = blocks(production, "kubernetes_manifest").map((block) =>
      JSON.stringify(block["depends_on"]),
    );
    expect(dependencies[0]).toContain("kubernetes_service_account_v1.");
    expect(dependencies[1]).toContain("kubernetes_manifest.");
  });

  it("is there in staging too while images come from the registry", () => {
    expect(objects(staging, "ExternalSecret").map(({ metadata }) => metadata.name)).toEqual([
      "registry-htpasswd",
      "ghcr-pull",
      "litellm-auth",
    ]);
  });

  it("is not made where no image comes from ghcr.io", () => {
    const spec = montageAiAlone(specOf("staging"));
    const app = Testing.app();
    const stack = new SecretsStack(
      app,
      withApplication(spec, { images: { registry: montageAiIn(spec).images.registry } }),
      { platform: WITH_REGISTRY },
    );
    expect(stack.outputs["montage-ai"]?.pullSecretName).toBeUndefined();
    expect(
      objects(JSON.parse(JSON.stringify(stack.toTerraform())), "ExternalSecret").map(
        ({ metadata }) => metadata.name,
      ),
    ).toEqual(["registry-htpasswd", "litellm-auth"]);
  });
});

describe("the registry's push credentials", () => {
  it("come from Vault into the registry's namespace", () => {
    const [push] = objects(staging, "ExternalSecret");
    expect(push).toMatchObject({
      metadata: { name: "registry-htpasswd", namespace: "registry" },
      spec: {
        target: { template: { type: "Opaque", data: { htpasswd: "{{ .htpasswd }}" } } },
        data: [{ remoteRef: { key: "montage-ai/staging/registry", property: "htpasswd" } }],
      },
    });
  });

  it("are not made without a registry in the cluster", () => {
    const stack = secretsStack(montageAiAlone(specOf("staging")), PLATFORM);
    expect(objects(stack, "ExternalSecret").map(({ metadata }) => metadata.name)).toEqual([
      "ghcr-pull",
      "litellm-auth",
    ]);
  });
});

describe("credentials", () => {
  it.each([
    ["staging", staging],
    ["production", production],
  ])("are not in what is synthesized for %s", (_name, stack) => {
    const text = JSON.stringify(stack);
    expect(text).not.toMatch(/ghp_|github_pat_|hvs\.|s\.[A-Za-z0-9]{24}|\$2[aby]\$|PRIVATE KEY/);
    expect(Object.keys(stack.resource ?? {}).sort()).toEqual([
      "kubernetes_manifest",
      "kubernetes_service_account_v1",
    ]);
    // The cluster itself is looked up on EKS; no secret is.
    expect(Object.keys(stack.data ?? {}).filter((type) => type !== "aws_eks_cluster")).toEqual([]);
  });

  it("are templates that Terraform leaves alone", () => {
    for (const { spec } of objects(staging, "ExternalSecret")) {
      expect(JSON.stringify(spec.target.template.data)).not.toMatch(/[$%]\{/);
    }
  });
});
