import { ENVIRONMENT_NAMES } from "../../environments/schema";
import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { runHere } from "../support/run-here";
import { HPA, SCALED_OBJECT } from "../support/two-autoscalers";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "fluxibri-commands-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a command of the project as a person would. */
function run(program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  return spawnSync(process.execPath, ["scripts/run.mjs", program, ...args], {
    encoding: "utf8",
    env: { ...process.env, CHART_MIRROR: "", KUBECONFIG: "", KUBE_CONTEXT: "", ...env },
  });
}

test("an unknown environment exits 2 and lists the known ones", async () => {
  const { status, stderr } = await runHere("cli/check/index.ts", ["prod"]);
  expect(status).toBe(2);
  expect(stderr).toContain("unknown environment");
  expect(stderr).toContain(ENVIRONMENT_NAMES.join(", "));
});

test("an unknown option exits 2 and shows the nearest", async () => {
  const { status, stderr } = await runHere("cli/check/index.ts", ["--jsn"]);
  expect(status).toBe(2);
  expect(stderr).toContain("--jsn");
  expect(stderr).toContain("use --json");
});

test("a command is called by the name of its folder, too", () => {
  const { status, stdout } = run("cli/check/index.ts", ["--help"]);
  expect(status).toBe(0);
  expect(stdout).toBe(run("cli/check/index.ts", ["--help"]).stdout);
});

test("a chart mirror without the charts exits 2 and names what is missing", async () => {
  const { status, stderr } = await runHere("cli/check/index.ts", ["local"], {
    CHART_MIRROR: "/nonexistent-mirror",
  });
  expect(status).toBe(2);
  expect(stderr).toContain("/nonexistent-mirror");
  expect(stderr).toContain("keda");
});

test("check exits 0 on every environment and says so for machines", async () => {
  const { status, stdout } = await runHere("cli/check/index.ts", ["--json"]);
  expect(status).toBe(0);
  const report: unknown = JSON.parse(stdout);
  expect(report).toEqual(
    ENVIRONMENT_NAMES.map((environment) =>
      expect.objectContaining({ source: "synthesized", environment, problems: [] }),
    ),
  );
});

test("paths of check start where npm was called, and a rule that fails exits 1", async () => {
  mkdirSync(path.join(folder, "deploy"));
  const yaml = [HPA, SCALED_OBJECT].map((object) => JSON.stringify(object)).join("\n---\n");
  writeFileSync(path.join(folder, "deploy", "worker.yaml"), yaml);
  const args = ["--manifests", "deploy", "--sarif", "check.sarif"];
  const { status, stdout } = await runHere("cli/check/index.ts", args, { INIT_CWD: folder });
  expect(status).toBe(1);
  expect(stdout).toContain(
    "\nA rule fails: 1 error, 0 warnings, 0 accepted. Next: the fixes above\n",
  );
  const log: unknown = JSON.parse(readFileSync(path.join(folder, "check.sarif"), "utf8"));
  expect(log).toHaveProperty(
    ["runs", 0, "results", 0, "locations", 0, "physicalLocation", "artifactLocation", "uri"],
    "deploy/worker.yaml",
  );
});

/** A kubectl that answers from a table, and fails for all else. */
function fakeKubectl(answers: Readonly<Record<string, unknown>>): string {
  const program = path.join(folder, "kubectl");
  writeFileSync(
    program,
    `#!${process.execPath}
const answer = ${JSON.stringify(answers)}[process.argv.at(-1)];
if (answer === undefined) { console.error("not found"); process.exit(1); }
console.log(JSON.stringify(answer));
`,
  );
  chmodSync(program, 0o755);
  return `${folder}${path.delimiter}${process.env["PATH"] ?? ""}`;
}

/** What an API server says of a group with one kind. */
function served(name: string, kind: string) {
  return { resources: [{ name, kind, verbs: ["list"] }] };
}

test("check asks a cluster of the context given, and prints one SARIF log", async () => {
  const group = (name: string, groupVersion: string) => ({
    name,
    preferredVersion: { groupVersion },
  });
  const PATH = fakeKubectl({
    "/apis": {
      groups: [group("autoscaling", "autoscaling/v2"), group("keda.sh", "keda.sh/v1alpha1")],
    },
    "/api/v1": { resources: [] },
    "/apis/autoscaling/v2": served("horizontalpodautoscalers", "HorizontalPodAutoscaler"),
    "/apis/keda.sh/v1alpha1": served("scaledobjects", "ScaledObject"),
    "/apis/autoscaling/v2/horizontalpodautoscalers?limit=500": { items: [HPA] },
    "/apis/keda.sh/v1alpha1/scaledobjects?limit=500": { items: [SCALED_OBJECT] },
  });
  const args = ["--cluster", "--context", "lab", "--sarif", "-"];
  const { status, stdout } = await runHere("cli/check/index.ts", args, { PATH });
  expect(status).toBe(1);
  const log: unknown = JSON.parse(stdout);
  expect(log).toHaveProperty(["runs", 0, "results", "length"], 1);
  expect(log).toHaveProperty(["runs", 0, "results", 0, "ruleId"], "autoscaler-ownership");
});

test.each([
  ["there is no kubeconfig", "nowhere", "ENOENT"],
  ["the kubeconfig has no such context", "kubeconfig", "there is no context fluxibri-staging"],
])("claims are not moved where %s, and no stack trace says so", (_what, file, message) => {
  writeFileSync(path.join(folder, "kubeconfig"), "apiVersion: v1\nkind: Config\ncontexts: []\n");
  const application = ["--application", "montage-ai"];
  const args = ["staging", ...application, "--status", "--kubeconfig", path.join(folder, file)];
  const { status, stderr } = run("cli/migrate-claims/index.ts", args);
  expect(status).toBe(1);
  expect(stderr).toContain("the cluster of staging cannot be asked");
  expect(stderr).toContain(message);
  expect(stderr).not.toMatch(/^\s+at /m);
});

test.each([
  ["doctor", ["local"], "npm run local makes one on this machine"],
  ["drift", ["local", "--without-plan"], "npm run local makes one on this machine"],
  ["doctor", ["staging", "--kubeconfig", "nowhere"], "its context as fluxibri-staging"],
  [
    "mirror",
    ["staging", "--kubeconfig", "nowhere", "--application", "montage-ai"],
    "its context as fluxibri-staging",
  ],
])("%s %j without a kubeconfig says how to come by a cluster", (command, args, way) => {
  const given = args.map((arg) => (arg === "nowhere" ? path.join(folder, arg) : arg));
  const { status, stderr } = run(`cli/${command}/index.ts`, given, {
    KUBECONFIG: path.join(folder, "nowhere"),
    PATH: withPrograms("skopeo"),
  });
  expect(status).not.toBe(0);
  expect(stderr).toContain(way);
});

/** PATH with programs that do nothing before those of the machine. */
function withPrograms(...names: readonly string[]): string {
  for (const name of names) {
    writeFileSync(path.join(folder, name), "#!/bin/sh\n", { mode: 0o755 });
  }
  return `${folder}${path.delimiter}${process.env["PATH"] ?? ""}`;
}

test("the status of a testbed that is not there is JSON, too", () => {
  const { status, stdout } = run("cli/local/index.ts", [
    "status",
    "--name",
    "none-of-this",
    "--json",
  ]);
  expect(status).toBe(1);
  expect(JSON.parse(stdout)).toBeNull();
});

test("a cluster that nobody names exits 2", async () => {
  const { status, stderr } = await runHere("cli/check/index.ts", ["--cluster"]);
  expect(status).toBe(2);
  expect(stderr).toContain("names no cluster");
});
