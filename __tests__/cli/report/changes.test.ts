import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { stacksOfBase } from "../../../cli/report/base-stacks";
import { changesReport } from "../../../cli/report/data/changes";
import { changesSection } from "../../../cli/report/page/changes";

const claim = (size: string) => ({
  resource: { kubernetes_persistent_volume_claim_v1: { cache: { spec: { storage: size } } } },
});

test("changes name attributes with both values, and say where state is concerned", () => {
  const changes = changesReport(
    "main",
    { "local-storage": claim("1Gi"), "production-storage": claim("1Gi") },
    { "local-storage": claim("2Gi"), "local-workload": claim("1Gi") },
    ["local"],
  );
  expect(changes.stacks.map(({ stack, status }) => [stack, status])).toEqual([
    ["local-storage", "changed"],
    ["local-workload", "added"],
  ]);
  expect(changes.stacks[0]?.changed).toEqual([
    {
      address: "kubernetes_persistent_volume_claim_v1.cache",
      path: "spec.storage",
      before: '"1Gi"',
      after: '"2Gi"',
    },
  ]);
  expect(changes.stacks[0]?.warnings.join()).toContain("changed: look in the plan");
  const { source } = changesSection(changes);
  expect(source).toContain("State is concerned");
  // Paper has no closed details.
  const [open = ""] = source.split("<details");
  expect(open).toMatch(/local-storage changed: 0 added, 1 changed, 0 removed/);
});

test("nothing different is said so", () => {
  const stacks = { "local-storage": claim("1Gi") };
  const changes = changesReport("main", stacks, stacks, ["local"]);
  expect(changes.stacks).toEqual([]);
  expect(changesSection(changes).source).toContain("No stack is different.");
});

test("a secret's new value is masked", () => {
  const secret = (value: string) => ({ resource: { random: { it: { password: value } } } });
  const [before, after] = ["one", "two"].map((word) => `${word}-planted-${7 * 11}`);
  const { stacks } = changesReport(
    "main",
    { "local-secrets": secret(before ?? "") },
    { "local-secrets": secret(after ?? "") },
    ["local"],
  );
  expect(stacks[0]?.changed).toHaveLength(1);
  expect(JSON.stringify(stacks)).not.toMatch(/planted/);
});

test("a base is a folder that npm start wrote; what is no base fails with what to name", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "fluxibri-changes-"));
  try {
    mkdirSync(path.join(folder, "stacks", "local-storage"), { recursive: true });
    const file = path.join(folder, "stacks", "local-storage", "cdk.tf.json");
    writeFileSync(file, JSON.stringify(claim("1Gi")));
    expect(await stacksOfBase(folder)).toEqual({ "local-storage": claim("1Gi") });
    await expect(stacksOfBase("no-such-revision")).rejects.toThrow(
      "no-such-revision is neither a folder with stacks/ nor a commit",
    );
    await expect(stacksOfBase("--output=x")).rejects.toThrow("is neither a folder");
  } finally {
    rmSync(folder, { recursive: true });
  }
});
