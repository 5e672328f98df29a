import { appRepository } from "../../cli/try-image/app-repository";
import { changedSpec } from "../support/changed-spec";
import { issuesWith } from "../support/issues-with";
import { blocks, specOf, synthesize } from "../support/synth";
import { montageAiAlone, montageAiIn } from "../support/applications";

const EXTERNAL = {
  kind: "external",
  repository: "registry.example.com:5000/team/montage-ai",
  pullSecretName: "registry-pull",
  vaultKey: "registry-pull",
} as const;
const changes = (source: object = {}) => ({
  "applications.0.images": { external: { ...EXTERNAL, ...source } },
  "vault.ghcrKey": undefined,
  "switches.images": "external",
});

describe("an environment with images from a registry of its own", () => {
  const spec = changedSpec(montageAiAlone(specOf("production")), changes());
  const stacks = synthesize(spec);

  test("is valid, protected as it is, and needs no key for ghcr.io", () => {
    expect(issuesWith("production", changes())).toEqual([]);
  });

  test("has its host and port in the pull secret, and its own key in Vault", () => {
    const [secret] = blocks(stacks["secrets"], "kubernetes_manifest").filter((block) =>
      JSON.stringify(block).includes('"registry-pull"'),
    );
    const text = JSON.stringify(secret);
    expect(text).toContain(String.raw`{\"auths\":{\"registry.example.com:5000\":{`);
    expect(text).toContain('"key":"montage-ai/production/registry-pull","property":"password"');
    expect(JSON.stringify(stacks)).not.toContain("ghcr.io/mfahsold");
  });

  test("names its image in the app's pods, and probes it where it answers, over TLS", () => {
    const workload = JSON.stringify(stacks["workload"]);
    expect(workload).toContain('"image":"registry.example.com:5000/team/montage-ai:');
    expect(workload).toContain('"REGISTRY_URL","value":"https://registry.example.com:5000"');
  });

  test("lets the probe out to the registry's port and to a token server, at its addresses", () => {
    const policy = (source: object) =>
      JSON.stringify(
        blocks(
          synthesize(changedSpec(specOf("production"), changes(source)))["workload"],
          "kubernetes_network_policy_v1",
        ).find((block) => JSON.stringify(block["metadata"]).includes("allow-image-probe")),
      );
    expect(policy({})).toContain(
      '"ports":[{"port":"443","protocol":"TCP"},{"port":"5000","protocol":"TCP"}]',
    );
    const inside = policy({ cidrs: ["10.9.0.0/24"] });
    expect(inside).toContain('"ip_block":{"cidr":"10.9.0.0/24"}');
    expect(inside).not.toContain("0.0.0.0/0");
  });

  test("Docker Hub is asked where it answers", () => {
    const hub = changedSpec(
      specOf("production"),
      changes({ repository: "docker.io/team/montage-ai" }),
    );
    expect(JSON.stringify(synthesize(hub)["workload"])).toContain(
      '"value":"https://registry-1.docker.io"',
    );
  });

  test("mirrors and tries its image from there", () => {
    expect(appRepository(montageAiIn(spec))).toBe(EXTERNAL.repository);
    expect(appRepository(montageAiIn(specOf("local")))).toBe("ghcr.io/mfahsold/montage-ai");
  });
});

test.each([
  "registry.example.com:5000",
  "team/montage-ai",
  "https://registry.example.com/team/montage-ai",
  "registry.example.com:70000/team/montage-ai",
  "registry..example.com/team/montage-ai",
  "Registry.example.com/team/montage-ai",
  "registry.example.com/team/montage-ai:1a2b3c4",
  "registry.example.com/Team/montage-ai",
  "registry.example.com/team//montage-ai",
  "user:word@registry.example.com/team/montage-ai",
  'registry.example.com"/team/montage-ai',
  `registry.example.com/${"a".repeat(250)}`,
])("%s is no repository in a registry: place and fix are named", (repository) => {
  expect(issuesWith("production", changes({ repository }))).toContainEqual(
    expect.objectContaining({
      file: "environments/production.ts",
      path: "applications[0].images.external.repository",
      value: repository,
      fix: expect.stringMatching(/./),
    }),
  );
});

test("two registries outside are one too many, as pods name one pull secret", () => {
  expect(issuesWith("production", { "applications.0.images.external": EXTERNAL })).toMatchObject([
    { path: "applications[0].images.external", fix: "describe one of the two" },
  ]);
});

test("GHCR needs its key in Vault, and a registry outside needs External Secrets", () => {
  expect(issuesWith("production", { "vault.ghcrKey": undefined })).toMatchObject([
    { path: "vault.ghcrKey" },
  ]);
  expect(
    issuesWith("staging", {
      ...changes(),
      "switches.addons.external-secrets": false,
      "applications.0.secrets": [],
    }),
  ).toContainEqual(
    expect.objectContaining({
      path: "addons.external-secrets",
      message: expect.stringContaining("registry.example.com:5000 are private"),
    }),
  );
});
