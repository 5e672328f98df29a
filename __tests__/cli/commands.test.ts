import { spawnSync } from "node:child_process";

/** Runs a command of the project as a person would. */
function run(program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  return spawnSync(process.execPath, ["scripts/run.mjs", program, ...args], {
    encoding: "utf8",
    env: { ...process.env, CHART_MIRROR: "", KUBECONFIG: "", KUBE_CONTEXT: "", ...env },
  });
}

test("an unknown environment exits 2 and lists the known ones", () => {
  const { status, stderr } = run("cli/check.ts", ["prod"]);
  expect(status).toBe(2);
  expect(stderr).toContain("unknown environment");
  expect(stderr).toContain("local, staging, production");
});

test("an unknown option exits 2 and shows the usage", () => {
  const { status, stderr } = run("cli/check.ts", ["--jsn"]);
  expect(status).toBe(2);
  expect(stderr).toContain("--jsn");
  expect(stderr).toContain("[local] [staging] [production] [--json]");
});

test("a chart mirror without the charts exits 2 and names what is missing", () => {
  const { status, stderr } = run("cli/check.ts", ["local"], {
    CHART_MIRROR: "/nonexistent-mirror",
  });
  expect(status).toBe(2);
  expect(stderr).toContain("/nonexistent-mirror");
  expect(stderr).toContain("keda");
});

test("check exits 0 on every environment and says so for machines", () => {
  const { status, stdout } = run("cli/check.ts", ["--json"]);
  expect(status).toBe(0);
  const report: unknown = JSON.parse(stdout);
  expect(report).toEqual([
    expect.objectContaining({ environment: "local" }),
    expect.objectContaining({ environment: "staging" }),
    expect.objectContaining({ environment: "production" }),
  ]);
});
