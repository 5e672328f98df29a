import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { summarizeChanges, toMarkdown } from "../../scripts/summarize-changes";

type Stacks = Readonly<Record<string, object>>;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "changes-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Writes stacks as cdktf lays them out. */
function output(name: string, stacks: Stacks): string {
  const directory = path.join(folder, name);
  for (const [stack, content] of Object.entries(stacks)) {
    mkdirSync(path.join(directory, "stacks", stack), { recursive: true });
    writeFileSync(
      path.join(directory, "stacks", stack, "cdk.tf.json"),
      JSON.stringify(content, null, 2),
    );
  }
  return directory;
}

function compare(base: Stacks, head: Stacks) {
  return summarizeChanges(output("base", base), output("head", head));
}

const deployment = (image: string) => ({
  kubernetes_deployment_v1: { web: { spec: { container: [{ image, name: "web" }] } } },
});
const claim = (size: string) => ({
  kubernetes_persistent_volume_claim_v1: { cache: { spec: { storage: size } } },
});

test("names the attribute that changed, with both values", () => {
  const summary = compare(
    { "local-workload": { resource: deployment("app:1") } },
    { "local-workload": { resource: deployment("app:2") } },
  );
  expect(summary.stacks[0]?.changed).toEqual([
    {
      address: "kubernetes_deployment_v1.web",
      attributes: [{ path: "spec.container.0.image", before: "app:1", after: "app:2" }],
    },
  ]);
  expect(toMarkdown(summary)).toContain(
    '| ~ | `kubernetes_deployment_v1.web` | `spec.container.0.image` | `"app:1"` | `"app:2"` |',
  );
});

test("lists added and removed blocks by Terraform address, outputs and data sources too", () => {
  const summary = compare(
    { s: { resource: deployment("app:1"), output: { url: { value: "x" } } } },
    { s: { data: { aws_eks_cluster: { eks: { name: "c" } } } } },
  );
  expect(summary.stacks).toEqual([
    {
      stack: "s",
      status: "changed",
      added: ["data.aws_eks_cluster.eks"],
      removed: ["kubernetes_deployment_v1.web", "output.url"],
      changed: [],
    },
  ]);
});

test("says nothing of stacks that are alike, whatever cdktf notes about itself", () => {
  const stack = (note: string) => ({
    "//": { note },
    resource: { t: { a: { "//": note, x: 1 } } },
  });
  const summary = compare({ s: stack("old") }, { s: stack("new") });
  expect(summary.stacks[0]?.status).toBe("unchanged");
  expect(toMarkdown(summary)).toContain("No stack changes.");
});

test.each([
  "aws_efs_file_system",
  "kubernetes_namespace_v1",
  "kubernetes_persistent_volume_claim_v1",
  "kubernetes_stateful_set_v1",
  "kubernetes_storage_class_v1",
])("warns when a %s is removed", (type) => {
  const summary = compare({ s: { resource: { [type]: { it: {} } } } }, { s: {} });
  expect(summary.warnings).toEqual([
    { stack: "s", address: `${type}.it`, message: "removed: its data goes with it" },
  ]);
  expect(toMarkdown(summary)).toContain(`> - \`${type}.it\` in s removed`);
});

test("warns when a state-bearing resource changes, as it may be replaced", () => {
  const summary = compare({ s: { resource: claim("20Gi") } }, { s: { resource: claim("5Gi") } });
  expect(summary.warnings.map(({ message }) => message)).toEqual([
    expect.stringContaining("replaced"),
  ]);
});

test("does not warn when a resource without state is removed", () => {
  const summary = compare({ s: { resource: deployment("app:1") } }, { s: {} });
  expect(summary.warnings).toEqual([]);
});

test("warns of a removed stack, which cdktf can no longer destroy", () => {
  const summary = compare({ old: { resource: deployment("app:1") }, s: {} }, { s: {} });
  expect(summary.stacks[0]).toMatchObject({ stack: "old", status: "removed" });
  expect(summary.warnings[0]?.message).toMatch(/destroy it before/);
});

test("keeps the difference of two long values in view and the table whole", () => {
  const long = (end: string) => ({ resource: { t: { a: { text: `${"x".repeat(500)}|${end}` } } } });
  const markdown = toMarkdown(compare({ s: long("`before`") }, { s: long("after") }));
  const row = markdown.split("\n").find((line) => line.startsWith("| ~"));
  expect(row).toContain("…xxxxxxxxx\\|'before'");
  expect(row).toContain("…xxxxxxxxx\\|after");
  expect(row?.length).toBeLessThan(250);
});

test("says that there is nothing to compare with when the base has no project yet", () => {
  const summary = summarizeChanges(path.join(folder, "none"), output("head", { s: {} }));
  expect(summary.baseFound).toBe(false);
  expect(toMarkdown(summary)).toContain("nothing to compare with");
});

test("takes a folder without stacks, as a failed synthesis leaves it, for no synthesis", () => {
  mkdirSync(path.join(folder, "failed", "stacks"), { recursive: true });
  const failed = path.join(folder, "failed");
  expect(summarizeChanges(failed, output("head", { s: {} })).baseFound).toBe(false);
  expect(() => summarizeChanges(failed, failed)).toThrow(/npm start/);
});

describe("the command", () => {
  const run = (...args: string[]) =>
    spawnSync(process.execPath, ["--import", "tsx", "scripts/summarize-changes.ts", ...args], {
      encoding: "utf8",
    });

  test("prints JSON for machines", () => {
    const base = output("base", { s: { resource: claim("5Gi") } });
    const result = run(base, output("head", { s: {} }), "--json");
    expect(result.status).toBe(0);
    expect(JSON.parse(result.stdout)).toMatchObject({
      baseFound: true,
      stacks: [{ removed: ["kubernetes_persistent_volume_claim_v1.cache"] }],
    });
  });

  test("exits 2 and names the fix when the head was not synthesized", () => {
    const result = run(folder, folder);
    expect(result.status).toBe(2);
    expect(result.stderr).toContain("npm start");
  });

  test("answers --help with its usage, and an unknown option too, without a stack trace", () => {
    expect(run("--help")).toMatchObject({ status: 0, stdout: expect.stringMatching(/^use: node/) });
    const wrong = run("--bogus");
    expect(wrong).toMatchObject({ status: 2, stderr: expect.stringContaining("use: node") });
    expect(wrong.stderr).not.toMatch(/^\s+at /m);
  });

  test("exits 2 with its usage when a folder is missing from the command line", () => {
    expect(run("only-one")).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("use: node --import tsx"),
    });
  });
});
