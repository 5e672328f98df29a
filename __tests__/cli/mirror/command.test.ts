import { environmentName } from "../../../environments";
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { mirrorArguments } from "../../../cli/mirror/arguments";
import { CopyTool } from "../../../cli/mirror/copy-tool";
import { pinImage } from "../../../cli/mirror/pin";
import { switches } from "../../../environments/schema/switches";
import { temporaryFolder, writeProgram } from "../../support/temporary-folder";

const DIGEST = `sha256:${"a".repeat(64)}`;
const variables = { ...process.env };
afterEach(() => {
  process.env = { ...variables };
});

function run(args: readonly string[], PATH: string) {
  const named = [...args, "--application", "montage-ai"];
  return spawnSync(process.execPath, ["scripts/run.mjs", "cli/mirror/index.ts", ...named], {
    encoding: "utf8",
    env: { ...variables, PATH, KUBECONFIG: "", KUBE_CONTEXT: "" },
  });
}

test("everything that is wrong with the command line is said at once, and exits 2", () => {
  const { status, stderr } = run(
    ["--tag", "latest", "--port", "0", "--to", "http://x/y"],
    temporaryFolder(),
  );
  expect(status).toBe(2);
  for (const part of ["one environment", "latest is not a version", "no port", "not HOST:PORT"]) {
    expect(stderr).toContain(part);
  }
});

test("nothing is pinned where no container can be started, unless somebody says so", () => {
  const bin = temporaryFolder();
  writeProgram(bin, "skopeo", "exit 0");
  const { status, stderr } = run(["staging", "--to", "127.0.0.1:5000", "--pin"], bin);
  expect(status).toBe(1);
  expect(stderr).toContain("nothing here runs containers");
  expect(stderr).toContain("--without-start-check");
  const without = run(["staging", "--to", "127.0.0.1:5000", "--without-start-check"], bin);
  expect(without.status).toBe(2);
  expect(without.stderr).toContain("has no effect without --pin");
});

test("an environment without a registry exits 2 and says which have one", () => {
  const { status, stderr } = run(["production"], temporaryFolder());
  expect(status).toBe(2);
  expect(stderr).toContain("local or staging");
});

test("a machine without skopeo and crane is told how to get one, and exits 1", () => {
  const { status, stderr } = run(["staging", "--to", "127.0.0.1:5000"], temporaryFolder());
  expect(status).toBe(1);
  expect(stderr).toContain("neither skopeo nor crane is on PATH");
  expect(stderr).toContain("install skopeo");
});

test("without --to the registry is reached through the environment's own cluster", () => {
  const bin = temporaryFolder();
  const log = path.join(bin, "log");
  writeProgram(bin, "skopeo", "exit 0");
  writeProgram(bin, "kubectl", `/bin/echo "$@" > ${log}; /bin/echo no such context >&2; exit 1`);
  const { status, stderr } = run(["staging"], bin);
  expect(status).toBe(1);
  expect(stderr).toContain("no such context");
  expect(readFileSync(log, "utf8")).toMatch(
    /--context fluxibri-staging --namespace=registry port-forward --address=127.0.0.1 service\/registry-push 5000:5000/,
  );
});

test.each(["skopeo", "crane"] as const)("%s is given no credential", async (name) => {
  const bin = temporaryFolder();
  const log = path.join(bin, "log");
  writeProgram(bin, name, `echo "$@" >> ${log}; echo '{}'`);
  process.env["PATH"] = `${bin}:/bin:/usr/bin`;
  const tool = new CopyTool(name);
  await tool.manifest("ghcr.io/o/app:1");
  await tool.copy(`ghcr.io/o/app@${DIGEST}`, "127.0.0.1:5000/app:1", () => {});
  const [inspect = "", copy = ""] = readFileSync(log, "utf8").trim().split("\n");
  expect(inspect).not.toMatch(/insecure|tls-verify/);
  expect(copy).toMatch(/--insecure|--dest-tls-verify=false/);
  expect(copy).not.toMatch(/--src-tls-verify|creds|password|auth/);
});

test("a refusal is told apart from a failure", async () => {
  const bin = temporaryFolder();
  process.env["PATH"] = `${bin}:/bin:/usr/bin`;
  const asked = () => new CopyTool("skopeo").manifest("ghcr.io/o/app:1");
  writeProgram(bin, "skopeo", "echo 'unauthorized: authentication required' >&2; exit 1");
  await expect(asked()).rejects.toMatchObject({ remedy: expect.stringContaining("docker login") });
  writeProgram(bin, "skopeo", "echo 'connection refused' >&2; exit 1");
  await expect(asked()).rejects.toThrow("connection refused");
  writeProgram(bin, "skopeo", "echo 'manifest unknown' >&2; exit 1");
  expect(await asked()).toBeUndefined();
});

test("--pin changes one value of the switches, which stay valid, and nothing the second time", () => {
  const file = path.join(temporaryFolder(), "staging.switches.json");
  const before = readFileSync("environments/staging.switches.json", "utf8");
  writeFileSync(file, before);
  expect(pinImage(environmentName("staging"), "montage-ai", "1a2b3c4", DIGEST, file)).toBe(file);
  const after = readFileSync(file, "utf8");
  expect(after).toBe(before.replace(/"montage-ai": "[^"]*"/, `"montage-ai": "1a2b3c4@${DIGEST}"`));
  expect(
    pinImage(environmentName("staging"), "montage-ai", "1a2b3c4", DIGEST, file),
  ).toBeUndefined();
  expect(switches.safeParse(JSON.parse(after)).success).toBe(true);
});

test("tag and digest are one value", () => {
  expect(mirrorArguments(["staging", "--tag", `1a2b3c4@${DIGEST}`]).tag).toBe(`1a2b3c4@${DIGEST}`);
  expect(() => mirrorArguments(["staging", "--tag", "1a2b3c4@sha256:abc"])).toThrow(
    "has no whole digest after @",
  );
});
