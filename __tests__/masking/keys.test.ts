import { standInOf } from "../../masking/stand-in";
import type { LiteralContext } from "../../rules/secret-hygiene/literals";
import { namesSecret } from "../../masking/keys";

function names(key: string, value = "correct-horse-9", context: LiteralContext = "variable") {
  return namesSecret({ key, value, context });
}

describe("keys of secrets", () => {
  test.each([
    "PASSWORD",
    "redisPassword",
    "redis.password",
    "API_TOKEN",
    "OPENAI_API_KEY",
    "openAiAPIKey",
    "private_key",
    "AWS_SECRET_ACCESS_KEY",
    "clientSecret",
    "STORAGE_CONNECTION_STRING",
    "DB_PASS",
    "DJANGO_SECRET",
  ])("%s is one", (key) => {
    expect(names(key)).toBe(true);
  });

  test.each([
    "TOKENIZER",
    "PASSWORD_FILE",
    "passwordFromEnv",
    "secretName",
    "existingSecret",
    "IMAGE_PULL_SECRET",
    "githubConfigSecret",
    "tokenExpirationSeconds",
    "max_tokens",
    "PAD_TOKEN",
    "FIRST_PASS",
    "COMPASS",
    "KEYBOARD",
    "tolerations.key",
    "input_cost_per_token",
    "AGE_X25519_PUBLIC_KEY",
    "sshPubKey",
  ])("%s is none", (key) => {
    expect(names(key)).toBe(false);
  });

  test.each([
    "/run/secrets/token",
    "./token",
    "vault:kv/token",
    "os.environ/TOKEN",
    "env:TOKEN",
    "REDIS_PASSWORD",
    "4096",
    "2.2e-07",
  ])("a token of %s is none", (value) => {
    expect(names("token", value)).toBe(false);
  });

  test("`passwd` names sources of users in nsswitch.conf, and elsewhere a password", () => {
    expect(names("passwd", "compat")).toBe(false);
    expect(names("passwd", "compat-7")).toBe(true);
    expect(names("password", "files")).toBe(true);
  });

  test("a number with a fraction is no token, but may be a password", () => {
    expect(names("token", "0.25")).toBe(false);
    expect(names("password", "0.25")).toBe(true);
  });

  test("in a chart's values a name of words under `…Secret` is a Secret's", () => {
    expect(names("gitSecret", "runner-git", "helm")).toBe(false);
    expect(names("gitSecret", "runner-git", "variable")).toBe(true);
    expect(names("gitSecret", "hunter2hunter2", "helm")).toBe(true);
    expect(names("clientSecret", "runner-git", "helm")).toBe(true);
  });

  test("in Kubernetes' own fields `secret` and `secretKey` are names", () => {
    expect(names("secretKey", "password", "field")).toBe(false);
    expect(names("secretKey", "password", "helm")).toBe(true);
    expect(names("encryptionKey", "ocid1.key", "field")).toBe(false);
    expect(names("secret_key", "correct-horse-9", "terraform")).toBe(true);
  });

  test.each(["githubConfigSecret", "EXISTING_SECRET", "REGISTRY_SECRET", "tls-secret"])(
    "%s is one after all where its value is no name",
    (key) => {
      for (const value of [
        "q7Zk2Vx9Lw4Tn8Rb5Yc1",
        "c3VwZXItc2VjcmV0LXZhbHVlLTIwMjQ=",
        "9f8b2c7e4a1d6053f7e2b9c84d1a6e30",
        "3f2a9c1e-7b4d-4e8a-9c61-d2f07b5a8e43",
      ]) {
        expect([value, names(key, value)]).toEqual([value, true]);
      }
      for (const name of [
        "ghcr-pull",
        "runner-app-k8s-eu-west-1",
        "actions-runner-github-app-credentials-7c8kf9t2mh",
        "prod/fluxibri/registry_credentials-2024",
        "wildcard-fluxibri-example-com-tls-v2",
      ]) {
        expect([name, names(key, name)]).toEqual([name, false]);
      }
    },
  );

  test("a doubtful key needs a value that looks generated", () => {
    expect(names("SIGNATURE", "q7Zk2Vx9Lw4Tn8Rb5Yc1")).toBe(true);
    expect(names("SIGNATURE", "none-of-it")).toBe(false);
    // `remoteRef.key` of an ExternalSecret: where the secret is, not the secret.
    expect(names("key", "q7Zk2Vx9Lw4Tn8Rb5Yc1", "field")).toBe(false);
  });
});

describe("what stands in for a value", () => {
  test.each([
    "",
    "${TOKEN}",
    "$(TOKEN)",
    "$TOKEN",
    "{{ .token }}",
    "<token>",
    "{token}",
    "<<TOKEN>>",
    "{env:TOKEN}",
    "#{TOKEN}#",
    "((token))",
    "%s",
    "none",
    "false",
    "yes",
    "1",
  ])("%j is a template", (value) => {
    expect(standInOf(value)).toBe("template");
  });

  test.each([
    "changeme",
    "CHANGE-ME-now",
    "your-token",
    "replace-with-key",
    "xxxxx",
    "dummy",
    "PASSWORD",
    "REDIS_PASSWORD",
    "nvapi-MYKEY",
    "secret",
    "hooks.internal/services/YOUR/WEBHOOK",
    "dev-jwt-secret-change-in-production-at-least-32-chars",
    "dev-token-changed-before-release",
    "please-change",
    "needs-to-be-replaced",
    "change_before_deploy",
    "changeinproduction",
    "replace-on-install",
    "insecure-key-do-not-use-in-production",
    "local-not-for-production",
    "foo",
    "FooBar",
    "foo-bar-baz1",
    "baz123",
    "t0p-Secret",
    "t0p-Secret ",
    "1f2d1e2e67df",
    "39528$vdg7Jb",
    "S!B\\*d$zDsb=",
    "**access token goes here**",
    "\\nA key\\n",
    "your private key",
  ])("%s is a placeholder", (value) => {
    expect(standInOf(value)).toBe("placeholder");
  });

  test.each([
    "correct-horse-9",
    "admin",
    "password",
    '{"key":"value"}',
    "exchange-in-Berlin-9",
    "there-goes-here9",
    "a key 9Kx2Vw",
    "interchange-for-9Kx2",
    "foodbar9",
    "foobar-9Kx2Vw",
    "barbara1",
    "1f2d1e2e67d0",
    "production-9Kx2Vw",
    "rotated-9Kx2Vw",
  ])("%s is a value", (value) => {
    expect(standInOf(value)).toBeUndefined();
  });

  test("a long text is judged in time that grows with its length", () => {
    const started = performance.now();
    for (const part of ["foo-", "foo1", "to-be-", "change-", "must be "]) {
      expect(standInOf(`${part.repeat(20_000)}!`)).toBeUndefined();
    }
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
