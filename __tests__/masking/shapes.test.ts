import { looksRandom, shapesIn } from "../../masking/shapes";

/** In pieces, so that no scanner of repositories takes a test for a leak. */
const EXAMPLES = [
  ["a private key", ["-----BEGIN RSA ", "PRIVATE KEY-----\nMIIE"]],
  ["an AWS access key", ["AK", "IA", "Q3EGXX7K4RZ5T2WY"]],
  ["a GitHub token", ["gh", "p_", "a1".repeat(18)]],
  ["a GitHub token", ["github", "_pat_", "a1".repeat(20)]],
  ["a GitLab token", ["gl", "pat-", "a1".repeat(10)]],
  ["a Slack token", ["xo", "xb-", "1234567890-abc"]],
  ["a Slack token", ["hooks.sla", "ck.com/services/", "T0/B0/", "a1".repeat(10)]],
  ["a webhook's URL", ["https://disc", "ord.com/api/webhooks/", "12345678/", "a1".repeat(20)]],
  ["a webhook's URL", ["a.webhook.off", "ice.com/webhookb2/", "a1".repeat(20)]],
  ["a Terraform Cloud token", ["a1".repeat(7), ".atlas", "v1.", "a1".repeat(20)]],
  ["a Docker Hub token", ["dck", "r_pat_", "a1".repeat(12)]],
  ["an npm token", ["np", "m_", "a1".repeat(18)]],
  ["a Hugging Face token", ["h", "f_", "a1".repeat(17)]],
  ["a Grafana token", ["gl", "sa_", "a1".repeat(16), "_", "0a1b2c3d"]],
  ["a Google API key", ["AI", "za", "a".repeat(35)]],
  ["a Vault token", ["hv", "s.", "a1".repeat(12)]],
  ["an API key", ["s", "k-proj-", "a1".repeat(14)]],
  ["a JSON Web Token", ["ey", "JhbGciOiJI.ey", "JzdWIiOiIx.", "a1".repeat(12)]],
  ["registry credentials", ['{"auths":{"ghcr.io":{"auth":', '"dXNlcjpwYXNz"}}}']],
  ["a URL with a password", ["postgres://app:", "hunter22@db:5432/app"]],
] as const;

describe("shapes of secrets", () => {
  test.each(EXAMPLES)("%s is found in the midst of a text", (kind, parts) => {
    expect(shapesIn(`before ${parts.join("")} after`).map((shape) => shape.kind)).toEqual([kind]);
  });

  test.each([
    "https://github.com/mfahsold/montage-ai",
    "redis://redis.default.svc.cluster.local:6379/0",
    "http://user@host/path",
    "http://host:8080/a?mail=me@host",
    "sha256:02419de7eddf55aa5bcf49efb74e88fa8d931b4d77c07eff8a6b2144472b6952",
    "-----BEGIN CERTIFICATE-----",
    "-----BEGIN PUBLIC KEY-----",
    '"auth":"{{ .credentials | b64enc }}"',
    "task-runner-with-a-long-name-and-more",
  ])("%s is none", (text) => {
    expect(shapesIn(text)).toEqual([]);
  });

  test.each(["[...]", "PLACEHOLDER_KEY", "MIIEowIB... (yours)"])(
    "a private key has %s for its text, its first line",
    (text) => {
      const key = `-----BEGIN RSA ${"PRIVATE KEY"}-----\n  ${text}\n-----END RSA ${"PRIVATE KEY"}-----`;
      expect(shapesIn(key)).toEqual([{ kind: "a private key", text }]);
    },
  );

  test("a generated text looks random; names, paths and sentences do not", () => {
    expect(looksRandom("q7Zk2Vx9Lw4Tn8Rb5Yc1")).toBe(true);
    expect(looksRandom("montage-ai-worker-scaledobject")).toBe(false);
    expect(looksRandom("/data/cache/metadata/v2/index")).toBe(false);
    expect(looksRandom("aaaaaaaaaaaaaaaaaaaa11")).toBe(false);
    expect(looksRandom("q7Zk2Vx9Lw4Tn8Rb5Yc")).toBe(false);
  });
});
