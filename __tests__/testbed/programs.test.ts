import { appendFileSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { projectFile } from "../../environments/project";
import { cacheFolder } from "../../runtime/cache-folder";
import { ensurePrograms } from "../../testbed/programs";
import { temporaryFolder, writeProgram } from "../support/temporary-folder";

jest.mock("../../environments/project");

const { projectFile: realFile }: { projectFile: typeof projectFile } = jest.requireActual(
  "../../environments/project",
);
const SOURCES = [
  "go.mod",
  "go.sum",
  "kwok/go.mod",
  "kwok/go.sum",
  "keda/go.mod",
  "keda/go.sum",
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
  return ensurePrograms(names, (line) => lines.push(line));
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

test.each(SOURCES)("a change of testbed/%s asks for a new build", async (file) => {
  const before = (await build(BUILD, "etcd"))("etcd");
  appendFileSync(path.join(project, "testbed", file), "\n// raised\n");
  expect((await build(BUILD, "etcd"))("etcd")).not.toBe(before);
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
