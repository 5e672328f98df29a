import { secretHygiene } from "../../rules/secret-hygiene";
import { readSynthesized } from "../../inventory/synthesized";
import { changedSpec } from "../support/changed-spec";
import { specOf } from "../support/synth";
import { readForeignObjects } from "../../inventory/reading";
import type { Place } from "../../inventory/model";
import { findingsIn } from "./fixture";
import { montageAiIn } from "../support/applications";

/** `severity object: message` of each finding of an invalid fixture. */
function said(stem: string): readonly string[] {
  return findingsIn("invalid", stem).map(
    ({ severity, object, message }) => `${severity} ${object}: ${message}`,
  );
}

const HAS_IT = "every reader of the file, the plan or the state has it";

describe("secret-hygiene", () => {
  test("a secret among the app's settings is to move to its secrets, which is there for it", () => {
    const spec = changedSpec(specOf("staging"), {
      "applications.0.settings.LITELLM_API_KEY": "sk-correct-horse-9-battery",
    });
    const settings = readSynthesized([
      {
        name: "staging-workload",
        json: {
          resource: {
            kubernetes_config_map_v1: {
              settings: {
                metadata: { name: "montage-ai-settings", namespace: "montage-ai" },
                data: montageAiIn(spec).settings,
              },
            },
          },
        },
      },
    ]);
    expect(secretHygiene.check(settings, spec)).toEqual([
      expect.objectContaining({
        severity: "error",
        fix: 'move LITELLM_API_KEY from applications[montage-ai].settings to applications[montage-ai].secrets in environments/staging.ts: { name: "<Secret>", vaultKey: "<key in Vault>", variables: { LITELLM_API_KEY: "<property>" } }, put the value into Vault, and revoke this one',
      }),
    ]);
  });

  test("refuses a password in an environment variable, and says how to name a Secret instead", () => {
    expect(findingsIn("invalid", "secret-hygiene")).toEqual([
      {
        rule: "secret-hygiene",
        severity: "error",
        object: "Deployment montage-ai/worker",
        place: {
          kind: "terraform",
          stack: "staging-workload",
          address: "kubernetes_deployment_v1.worker",
        },
        message: `spec.template.spec.containers[worker].env[REDIS_PASSWORD] holds what REDIS_PASSWORD names (15 characters): ${HAS_IT}`,
        fix: "read it from a Secret: { name: REDIS_PASSWORD, valueFrom: { secretKeyRef: { name: worker-credentials, key: REDIS_PASSWORD } } }",
      },
    ]);
  });

  test("refuses a password after an option", () => {
    expect(said("secret-hygiene-argument")).toEqual([
      `error Deployment montage-ai/worker: spec.template.spec.containers[worker].args[3] holds what requirepass names (15 characters): ${HAS_IT}`,
    ]);
  });

  test("refuses secrets in a ConfigMap, and in the files inside it", () => {
    expect(said("secret-hygiene-config-map")).toEqual([
      `error ConfigMap montage-ai/settings: data.BROKER_URL holds a URL with a password (15 characters): ${HAS_IT}`,
      `error ConfigMap montage-ai/settings: data.app.yaml:.smtp.password holds what password names (15 characters): ${HAS_IT}`,
      `error ConfigMap montage-ai/settings: data.app.env: DB_PASS holds what DB_PASS names (15 characters): ${HAS_IT}`,
    ]);
  });

  test("refuses a secret beside values that only sound like one, or are read elsewhere", () => {
    expect(said("secret-hygiene-beside-what-sounds-like")).toEqual([
      `error ConfigMap montage-ai/provider: data.provider.yaml:.entries[0].password holds what password names (15 characters): ${HAS_IT}`,
      `error ConfigMap montage-ai/provider: data.provider.yaml:.entries[0].passwords[0] holds what passwords names (15 characters): ${HAS_IT}`,
      `error HelmRelease montage-ai/runner: values.gitSecret holds what gitSecret names (20 characters): ${HAS_IT}`,
    ]);
  });

  test("refuses secrets in a release's values and in what is set beside them", () => {
    expect(said("secret-hygiene-helm")).toEqual([
      `error HelmRelease monitoring/grafana: values.adminPassword holds what adminPassword names (15 characters): ${HAS_IT}`,
      `error HelmRelease monitoring/grafana: set_sensitive[smtp.password] holds what smtp.password names (15 characters): ${HAS_IT}`,
    ]);
  });

  test("refuses a password in a trigger, and proposes a TriggerAuthentication", () => {
    expect(findingsIn("invalid", "secret-hygiene-trigger")).toEqual([
      expect.objectContaining({
        severity: "error",
        message: `spec.triggers[0].metadata.password holds what password names (15 characters): ${HAS_IT}`,
        fix: "leave spec.triggers[0].metadata.password out; authenticationRef: { name: worker } at the trigger, and a TriggerAuthentication worker with spec: { secretTargetRef: [{ parameter: password, name: worker-credentials, key: password }] }",
      }),
    ]);
  });

  test("refuses a Secret with its data, but not for a certificate", () => {
    expect(findingsIn("invalid", "secret-hygiene-secret")).toEqual([
      expect.objectContaining({
        severity: "error",
        object: "Secret montage-ai/cgpu-credentials",
        message:
          "holds the value of token: every reader of the file, the plan or the state has them; base64 hides nothing",
        fix: "replace it by an ExternalSecret: { apiVersion: external-secrets.io/v1, kind: ExternalSecret, metadata: { name: cgpu-credentials, namespace: montage-ai }, spec: { secretStoreRef: { kind: ClusterSecretStore, name: <store> }, target: { name: cgpu-credentials }, dataFrom: [{ extract: { key: <path in the store> } }] } }",
      }),
    ]);
  });

  test("warns of placeholders", () => {
    expect(said("secret-hygiene-placeholder")).toEqual([
      "warning Secret montage-ai/cgpu-credentials: holds placeholders in token: applied as it stands, everybody knows the secret",
      "warning Deployment montage-ai/worker: spec.template.spec.containers[worker].env[REDIS_PASSWORD] is a placeholder (what REDIS_PASSWORD names): used as it stands, everybody knows the secret",
    ]);
  });

  test("walks through the whole file: providers, resources of any type, outputs", () => {
    expect(said("secret-hygiene-terraform")).toEqual([
      `error Resource aws_db_instance.db: password holds what password names (15 characters): ${HAS_IT}`,
      `error Terraform provider.kubernetes: [0].token holds what token names (15 characters): ${HAS_IT}`,
      `error Terraform output.url: value holds a URL with a password (15 characters): ${HAS_IT}`,
    ]);
  });

  test.each(["argument", "config-map", "helm", "trigger", "secret", "terraform"])(
    "never prints the value (%s)",
    (stem) => {
      expect(JSON.stringify(findingsIn("invalid", `secret-hygiene-${stem}`))).not.toContain(
        "correct-horse",
      );
    },
  );
});

describe("secret-hygiene on foreign content", () => {
  const file: Place = { kind: "file", file: "app.yaml", line: 1 };

  function found(place: Place, object: Readonly<Record<string, unknown>>) {
    return secretHygiene
      .check(readForeignObjects([{ object, place }]).inventory, undefined)
      .map(({ severity, object: name, message }) => `${severity} ${name}: ${message}`);
  }
  const secret = {
    apiVersion: "v1",
    kind: "Secret",
    metadata: {
      name: "redis",
      annotations: { "kubectl.kubernetes.io/last-applied-configuration": '{"password":"pw-1"}' },
    },
    data: { password: Buffer.from("correct-horse-9").toString("base64") },
  };

  test("a Secret in a cluster has to hold its value; in a file it must not", () => {
    expect(found({ kind: "cluster", context: "staging" }, secret)).toEqual([]);
    expect(found(file, secret)).toEqual([
      "error Secret default/redis: holds the value of password: every reader of the file, the plan or the state has them; base64 hides nothing",
    ]);
  });

  test("a placeholder is seen through base64", () => {
    const data = { password: Buffer.from("changeme").toString("base64") };
    expect(found(file, { ...secret, data })).toEqual([
      "warning Secret default/redis: holds placeholders in password: applied as it stands, everybody knows the secret",
    ]);
  });

  test.each([
    "op://ops/redis/password",
    "vault:secret/data/redis#password",
    "ref+vault://redis#/x",
  ])("a Secret that says where its value lies holds none: %s", (address) => {
    const data = { password: Buffer.from(address).toString("base64") };
    expect(found(file, { ...secret, data })).toEqual([]);
    expect(found(file, { ...secret, data: {}, stringData: { password: address } })).toEqual([]);
  });

  test("a Secret of settings files may hold none: a warning", () => {
    expect(found(file, { ...secret, data: { "grafana.ini": "W2RhdGVdCmE9MQo=" } })).toEqual([
      "warning Secret default/redis: holds grafana.ini written out: a secret in it would be in the file, the plan and the state",
    ]);
  });

  test("a Secret of nothing but a user's name holds no secret", () => {
    expect(found(file, { ...secret, data: { username: "YWRtaW4=" } })).toEqual([]);
  });

  test("a key that names Secrets hides none: neither by its shape, nor one that was generated", () => {
    const config = (value: string) => ({
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "c" },
      data: { githubConfigSecret: value },
    });
    expect(found(file, config("runner-app"))).toEqual([]);
    expect(found(file, config(`ghp_${"a1B2".repeat(9)}`))).toEqual([
      `error ConfigMap default/c: data.githubConfigSecret holds a GitHub token (40 characters): ${HAS_IT}`,
    ]);
    expect(found(file, config("q7Zk2Vx9Lw4Tn8Rb5Yc1"))).toEqual([
      `error ConfigMap default/c: data.githubConfigSecret holds what githubConfigSecret names (20 characters): ${HAS_IT}`,
    ]);
  });

  test("kinds that nobody knows are looked through as well", () => {
    const broker = {
      apiVersion: "example.com/v1",
      kind: "Broker",
      metadata: { name: "b" },
      spec: { auth: { password: "correct-horse-9", passwordSecretRef: { name: "broker" } } },
    };
    expect(found(file, broker)).toEqual([
      `error Broker default/b: spec.auth.password holds what password names (15 characters): ${HAS_IT}`,
    ]);
  });

  test("a schema describes secrets and holds none", () => {
    const definition = {
      apiVersion: "apiextensions.k8s.io/v1",
      kind: "CustomResourceDefinition",
      metadata: { name: "brokers.example.com" },
      spec: {
        group: "example.com",
        names: { kind: "Broker" },
        description: "amqp://guest:hunter-22@host",
      },
    };
    expect(found(file, definition)).toEqual([]);
  });

  test("literals of a kustomization's generator are values by their key", () => {
    const kustomization = {
      kind: "Kustomization",
      secretGenerator: [{ name: "redis", literals: ["host=redis", "password=correct-horse-9"] }],
    };
    expect(found(file, kustomization)).toEqual([
      `error Kustomization default/: secretGenerator[redis].literals[1] holds what password names (15 characters): ${HAS_IT}`,
    ]);
  });
});
