import { appendFileSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { projectFile } from "../../environments/project";
import { cacheFolder } from "../../runtime/cache-folder";
import type { KubernetesMinor } from "../../testbed/kubernetes-releases";
import { ensurePrograms } from "../../testbed/programs";
import { temporaryFolder, writeProgram } from "../support/temporary-folder";

jest.mock("../../environments/project");

const { projectFile: realFile }: { projectFile: typeof projectFile } = jest.requireActual(
  "../../environments/project",
);
const MODULES = [".", "kwok", "keda", "kubernetes/1.35", "kubernetes/1.36", "kubernetes/1.37"];
const SOURCES = [
  ...MODULES.flatMap((module) => [path.join(module, "go.mod"), path.join(module, "go.sum")]),
  "pki/main.go",
];
/** Writes the file after -o, as `go build` does. */
const BUILD =
  '[ "$1" = version ] && exit 0\nwhile [ "$1" != -o ]; do shift; done\necho built > "$2"';

const variables = { ...process.env };
let project: string;
let bin: string;
let lines: string[];

/** Builds with the `go` of these lines of shell; undefined: with none. */
function build(go: string | undefined, ...names: Parameters<typeof ensurePrograms>[0]) {
  if (go !== undefined) writeProgram(bin, "go", go);
  return ensurePrograms(names, "1.36", (line) => lines.push(line));
}

/** Everything that a build has left in the cache. */
const left = () =>
  existsSync(cacheFolder())
    ? readdirSync(cacheFolder(), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map(({ name }) => name)
    : [];

beforeEach(() => {
  project = temporaryFolder();
  bin = temporaryFolder();
  lines = [];
  process.env["XDG_CACHE_HOME"] = temporaryFolder();
  process.env["PATH"] = `${bin}:/bin:/usr/bin`;
  jest.mocked(projectFile).mockImplementation((file) => path.join(project, file));
  for (const file of SOURCES) {
    mkdirSync(path.dirname(path.join(project, "testbed", file)), { recursive: true });
    cpSync(realFile(`testbed/${file}`), path.join(project, "testbed", file));
  }
});

afterEach(() => {
  process.env = { ...variables };
});

test("what is missing is built once, and found without Go afterwards", async () => {
  const find = await build(BUILD, "etcd", "kwok");
  expect(existsSync(find("etcd"))).toBe(true);
  expect(left().sort()).toEqual(["etcd", "kwok"]);
  expect(lines[0]).toMatch(/^building 2 programs into .+, once: minutes on a small machine$/);
  lines = [];
  await build("exit 1", "etcd", "kwok");
  expect(lines).toEqual([]);
});

test.each([
  ["go.mod", "pki"],
  ["go.sum", "local-path-provisioner"],
  ["pki/main.go", "pki"],
  ["kwok/go.mod", "kwok"],
  ["keda/go.sum", "keda-operator"],
  ["kubernetes/1.36/go.mod", "kube-scheduler"],
] as const)("a change of testbed/%s asks for a new build of %s", async (file, program) => {
  const before = (await build(BUILD, program))(program);
  appendFileSync(path.join(project, "testbed", file), "\n// raised\n");
  expect((await build(BUILD, program))(program)).not.toBe(before);
});

test.each([
  ["keda/go.mod", "kube-apiserver"],
  ["kubernetes/1.37/go.mod", "kube-apiserver"],
  ["kubernetes/1.36/go.sum", "keda-operator"],
  ["pki/main.go", "etcd"],
] as const)("after a change of testbed/%s, %s is not built again", async (file, program) => {
  await build(BUILD, program);
  lines = [];
  appendFileSync(path.join(project, "testbed", file), "\n// raised\n");
  await build("exit 1", program);
  expect(lines).toEqual([]);
});

test("each minor of Kubernetes has programs of its own, which say its version", async () => {
  const say = `args="$*"\n${BUILD.replace('echo built > "$2"', 'echo "$args" > "$2"')}`;
  writeProgram(bin, "go", say);
  const of = async (minor: KubernetesMinor) =>
    readFileSync(
      (await ensurePrograms(["kube-apiserver"], minor, () => {}))("kube-apiserver"),
      "utf8",
    );
  expect(await of("1.35")).toContain("version.gitVersion=v1.35.4 ");
  expect(await of("1.37")).toContain("version.gitMinor=37 ");
});

test("without Go it is said how to get it, and how to do without", async () => {
  process.env["PATH"] = bin;
  await expect(build(undefined, "etcd")).rejects.toMatchObject({
    name: "CommandFailure",
    message: "the testbed is built from Go modules, and there is no go on PATH",
    remedy: expect.stringMatching(/install Go .+--context NAME/),
  });
});

test("a build that fails leaves nothing that looks finished, and its end is told", async () => {
  const failing = `${BUILD}\necho "main.go:3: undefined: x" >&2\nexit 1`;
  await expect(build(failing, "etcd")).rejects.toMatchObject({
    name: "CommandFailure",
    message: "etcd (go.etcd.io/etcd/server/v3) does not build:\nmain.go:3: undefined: x",
    remedy: expect.stringContaining("go env GOPROXY"),
  });
  expect(left()).toEqual([]);
});

test("a program has another name until it is built, so that an interrupted build is none", async () => {
  const interrupted = `${BUILD}\nkill -9 $$`;
  const telling = BUILD.replace("echo built", 'echo "$2"');
  const find = await build(telling, "etcd");
  expect(readFileSync(find("etcd"), "utf8").trim()).toMatch(
    new RegExp(`^${find("etcd")}\\.${process.pid}$`),
  );
  await expect(build(interrupted, "kwok")).rejects.toThrow(/^kwok /);
  expect(left()).toEqual(["etcd"]);
});

test("after a build that failed the next one builds only what is missing", async () => {
  const noKwok = `case "$*" in *kwok*) exit 1;; esac\n${BUILD}`;
  await expect(build(noKwok, "etcd", "kwok")).rejects.toThrow(/^kwok /);
  expect(left()).toEqual(["etcd"]);
  await build(BUILD, "etcd", "kwok");
  expect(lines).toContainEqual(expect.stringMatching(/^building 1 programs/));
});
