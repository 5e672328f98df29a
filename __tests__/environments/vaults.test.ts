import { loadEnvironments } from "../../environments";
import { ENVIRONMENT_NAMES } from "../../environments/schema";
import { vaultClashes } from "../../environments/vaults";
import { changedSpec } from "../support/changed-spec";
import { issuesWith } from "../support/issues-with";
import { blocks, specOf, synthesize } from "../support/synth";

const production = specOf("production");
/** As if staging asked production's Vault. */
const shared = (changes: object = {}) =>
  changedSpec(specOf("staging"), { "vault.server": production.vault?.server, ...changes });

test("no environment reads the keys of another", () => {
  expect(vaultClashes(loadEnvironments(ENVIRONMENT_NAMES, {}))).toEqual([]);
  expect(vaultClashes([production, shared()])).toEqual([]);
});

test.each([
  ["the folder itself", "montage-ai/production"],
  ["a folder above it", "montage-ai"],
  ["a folder below it", "montage-ai/production/staging"],
])("%s of a protected environment is refused in another", (_title, folder) => {
  const clash = {
    file: "environments/staging.ts",
    path: "vault.folder",
    value: folder,
    message: expect.stringContaining("holds keys of production as well"),
  };
  expect(vaultClashes([production, shared({ "vault.folder": folder })])).toMatchObject([clash]);
});

test("a folder whose name only begins alike is another one", () => {
  expect(
    vaultClashes([production, shared({ "vault.folder": "montage-ai/production-us" })]),
  ).toEqual([]);
});

test("the same folder in another Vault, or in another engine, is another one", () => {
  const folder = { "vault.folder": "montage-ai/production" };
  expect(vaultClashes([production, changedSpec(specOf("staging"), folder)])).toEqual([]);
  expect(vaultClashes([production, shared({ ...folder, "vault.kvPath": "kv" })])).toEqual([]);
});

test("one server is the same in capitals, and with a slash at its end", () => {
  const changes = {
    "vault.server": `${production.vault?.server.replace("vault", "VAULT")}/`,
    "vault.folder": "montage-ai/production",
  };
  expect(vaultClashes([production, changedSpec(specOf("staging"), changes)])).toHaveLength(1);
});

test("one role for two environments is refused", () => {
  const role = {
    "vault.authMountPath": "kubernetes-production",
    "vault.role": "montage-ai-production",
  };
  expect(vaultClashes([production, shared(role)])).toMatchObject([{ path: "vault.role" }]);
});

test.each(["secret/../production", "/ghcr", "ghcr/", "data/ghcr", "../production/ghcr", ""])(
  "a key that leaves its folder is refused: %j",
  (key) => {
    expect(issuesWith("production", { "vault.ghcrKey": key })).toMatchObject([
      { path: "vault.ghcrKey", message: expect.stringContaining("below vault.folder") },
    ]);
  },
);

test.each(["staging", "production"])("every key that %s reads is in its folder", (name) => {
  const keys = blocks(synthesize(specOf(name))["secrets"], "kubernetes_manifest").flatMap((block) =>
    [...JSON.stringify(block).matchAll(/"remoteRef":\{"key":"([^"]+)"/g)].map(([, key]) => key),
  );
  expect(keys.length).toBeGreaterThan(2);
  expect(keys.filter((key) => !key?.startsWith(`montage-ai/${name}/`))).toEqual([]);
});
