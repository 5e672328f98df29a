import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { growTree, treeOf } from "../../support/copy-trees";
import { Random } from "../../support/random";
import { temporaryFolder } from "../../support/temporary-folder";

/** Hundreds of processes on a machine that has other work. */
jest.setTimeout(120_000);

const SCRIPT = path.resolve("cli/migrate-claims/copy.sh");

/** PATH with which the script finds its tools; undefined where they are not here. */
interface Shell {
  readonly name: string;
  readonly path: string | undefined;
}

/** The script runs in an image of Alpine: all of its tools are busybox. */
function busybox(): string | undefined {
  const folder = temporaryFolder();
  return spawnSync("busybox", ["--install", "-s", folder]).status === 0 ? folder : undefined;
}

const SHELLS: readonly Shell[] = [
  {
    name: "coreutils",
    path: spawnSync("sha256sum", ["--version"]).status === 0 ? process.env["PATH"] : undefined,
  },
  { name: "busybox", path: busybox() },
];

// As root no permission stops anybody; what is about them then shows nothing.
const isRoot = process.getuid?.() === 0;

for (const shell of SHELLS) {
  const suite = shell.path === undefined ? describe.skip : describe;
  suite(`copy.sh with ${shell.name}`, () => tests(shell.path ?? ""));
}

function tests(PATH: string): void {
  let from: string;
  let to: string;
  let env: Record<string, string>;
  beforeEach(() => {
    const folder = temporaryFolder();
    from = path.join(folder, "from");
    to = path.join(folder, "to");
    for (const side of [from, to]) mkdirSync(side);
    env = { PATH, SOURCE_ID: "montage-ai/montage-input", REPORT: path.join(folder, "report.json") };
  });
  afterEach(() => {
    // Folders that nobody may write to cannot be removed either.
    spawnSync("chmod", ["-R", "u+rwx", path.dirname(from)]);
  });

  const sh =
    PATH.split(":")
      .map((entry) => path.join(entry, "sh"))
      .find((file) => existsSync(file)) ?? "sh";
  const start = (pass: string) =>
    spawn(sh, [SCRIPT, pass, from, to], { env, stdio: "ignore", detached: true });
  const copy = (pass: string) => {
    const { status, stdout, stderr } = spawnSync(sh, [SCRIPT, pass, from, to], {
      env,
      encoding: "utf8",
    });
    return { status, stdout, stderr };
  };
  const report = (): Record<string, unknown> =>
    JSON.parse(readFileSync(env["REPORT"] ?? "", "utf8"));

  test("a tree with odd names, links, empty folders and permissions arrives as it is", () => {
    growTree(from, new Random(1), 60);
    expect(copy("first").status).toBe(0);
    expect(copy("final")).toMatchObject({ status: 0, stderr: "" });
    expect(treeOf(to)).toEqual(treeOf(from));
    expect(report()).toMatchObject({ pass: "final", copied: 0, failed: 0, removed: 0 });
    expect(report()["fingerprint"]).toMatch(/^[0-9a-f]{64}$/);
  });

  test("nothing is written to the source", () => {
    growTree(from, new Random(2), 25);
    const before = treeOf(from);
    copy("first");
    copy("final");
    expect(treeOf(from)).toEqual(before);
    expect(readdirSync(from)).not.toContain(".fluxibri-copy");
  });

  test("times of files are kept: that is how the next pass sees what is there", () => {
    writeFileSync(path.join(from, "old"), "x");
    utimesSync(path.join(from, "old"), 1_000_000_000, 1_000_000_000);
    copy("first");
    expect(statSync(path.join(to, "old")).mtimeMs).toBe(1_000_000_000_000);
  });

  test("what was copied is not copied again", () => {
    growTree(from, new Random(3), 40);
    copy("first");
    const files = Number(report()["copied"]);
    expect(files).toBeGreaterThan(10);
    const [some = ""] = Object.keys(treeOf(to)).filter((entry) =>
      treeOf(to)[entry]?.startsWith("file"),
    );
    const { ino } = statSync(path.join(to, some));
    copy("first");
    expect(report()).toMatchObject({ files, copied: 0 });
    expect(statSync(path.join(to, some)).ino).toBe(ino);
  });

  test("killed at any moment and started again it ends with the same tree", async () => {
    growTree(from, new Random(4), 50);
    const random = new Random(5);
    let kills = 0;
    for (let round = 0; round < 8; round += 1) {
      const child = start(round % 3 === 2 ? "final" : "first");
      await Promise.race([once(child, "close"), sleep(random.between(20, 420))]);
      if (await killed(child)) kills += 1;
      const there = treeOf(to);
      const wanted = treeOf(from);
      // Under a name is the whole file or nothing.
      for (const [entry, what] of Object.entries(there)) {
        if (what.startsWith("file")) expect(what).toBe(wanted[entry]);
      }
    }
    expect(kills).toBeGreaterThan(0);
    expect(copy("final").status).toBe(0);
    expect(treeOf(to)).toEqual(treeOf(from));
    expect(
      readdirSync(path.join(to, ".fluxibri-copy")).filter((name) => name.startsWith("partial")),
    ).toEqual([]);
  });

  test("a large file that was cut off is never taken for a whole one", async () => {
    writeFileSync(path.join(from, "film.mov"), Buffer.alloc(64 * 2 ** 20, 7));
    const child = start("first");
    const partial = () =>
      readdirSync(path.join(to, ".fluxibri-copy")).some((name) => name.startsWith("partial"));
    while (child.exitCode === null) {
      await sleep(5);
      if (readdirSync(to).includes(".fluxibri-copy") && partial()) break;
    }
    expect(await killed(child)).toBe(true);
    expect(readdirSync(to)).toEqual([".fluxibri-copy"]);
    expect(copy("final").status).toBe(0);
    expect(treeOf(to)).toEqual(treeOf(from));
  });

  test("the final pass takes over what was changed, added and deleted since the first", () => {
    growTree(from, new Random(6), 25);
    for (const name of ["kept", "changed", "deleted"])
      writeFileSync(path.join(from, name), "before");
    mkdirSync(path.join(from, "old folder", "deep"), { recursive: true });
    writeFileSync(path.join(from, "old folder", "deep", "file"), "x");
    chmodSync(path.join(from, "old folder", "deep"), 0o555);
    copy("first");
    writeFileSync(path.join(from, "changed"), "after, and longer");
    writeFileSync(path.join(from, "added"), "new");
    rmSync(path.join(from, "deleted"));
    chmodSync(path.join(from, "old folder", "deep"), 0o755);
    rmSync(path.join(from, "old folder"), { recursive: true });
    chmodSync(path.join(from, "kept"), 0o600);
    expect(copy("final").status).toBe(0);
    expect(treeOf(to)).toEqual(treeOf(from));
    // The deleted file, and the folder with its folder and its file.
    expect(report()).toMatchObject({ copied: 2, removed: 4 });
  });

  test("a change that keeps size and time is found by its checksum", () => {
    const file = path.join(from, "database");
    writeFileSync(file, "aaaa");
    utimesSync(file, 1_700_000_000, 1_700_000_000);
    copy("first");
    writeFileSync(file, "bbbb");
    utimesSync(file, 1_700_000_000, 1_700_000_000);
    expect(copy("final").status).toBe(0);
    expect(readFileSync(path.join(to, "database"), "utf8")).toBe("bbbb");
  });

  test("a copy that was damaged on its way is made again", () => {
    const file = path.join(to, "film");
    writeFileSync(path.join(from, "film"), "good");
    copy("first");
    const { atime, mtime } = statSync(file);
    writeFileSync(file, "evil");
    utimesSync(file, atime, mtime);
    expect(copy("final").status).toBe(0);
    expect(readFileSync(file, "utf8")).toBe("good");
  });

  test("a file that became a folder, a folder that became a link, a link that became a file", () => {
    writeFileSync(path.join(from, "one"), "file");
    mkdirSync(path.join(from, "two", "below"), { recursive: true });
    writeFileSync(path.join(from, "two", "below", "x"), "x");
    chmodSync(path.join(from, "two", "below"), 0o555);
    symlinkSync("/tmp", path.join(from, "three"));
    copy("final");
    rmSync(path.join(from, "one"));
    chmodSync(path.join(from, "two", "below"), 0o755);
    rmSync(path.join(from, "two"), { recursive: true });
    rmSync(path.join(from, "three"));
    mkdirSync(path.join(from, "one"));
    writeFileSync(path.join(from, "one", "inside"), "i");
    symlinkSync("one", path.join(from, "two"));
    writeFileSync(path.join(from, "three"), "a file now");
    expect(copy("final")).toMatchObject({ status: 0, stderr: "" });
    expect(treeOf(to)).toEqual(treeOf(from));
  });

  test("a file that grows while it is copied is left to the final pass", async () => {
    const file = path.join(from, "growing.log");
    writeFileSync(file, Buffer.alloc(8 * 2 ** 20, 1));
    const child = start("first");
    while (child.exitCode === null && child.signalCode === null) {
      appendFileSync(file, "x");
      await sleep(1);
    }
    expect(child.exitCode).toBe(0);
    expect(report()).toMatchObject({ failed: 0 });
    expect(copy("final").status).toBe(0);
    expect(treeOf(to)).toEqual(treeOf(from));
  });

  test("pipes hold no data: they are counted and not copied", () => {
    spawnSync("mkfifo", [path.join(from, "pipe")]);
    expect(copy("final").status).toBe(0);
    expect(report()).toMatchObject({ skipped: 1, files: 0 });
    expect(readdirSync(to)).toEqual([".fluxibri-copy"]);
  });

  test("what a file system keeps for itself at the top is no data", () => {
    mkdirSync(path.join(from, "lost+found"));
    mkdirSync(path.join(to, "lost+found"));
    mkdirSync(path.join(from, "data", "lost+found"), { recursive: true });
    expect(copy("final").status).toBe(0);
    expect(treeOf(to)).toEqual(treeOf(from));
  });

  test("a target with other files is refused and not touched", () => {
    writeFileSync(path.join(from, "a"), "a");
    writeFileSync(path.join(to, "precious"), "p");
    const { status, stderr } = copy("first");
    expect(status).toBe(3);
    expect(stderr).toContain("holds files that are no copy of montage-ai/montage-input");
    expect(treeOf(to)).toEqual({ precious: expect.any(String) });
  });

  test("the copy of another source is refused and not touched", () => {
    writeFileSync(path.join(from, "a"), "a");
    copy("first");
    env = { ...env, SOURCE_ID: "montage-ai/montage-output" };
    const { status, stderr } = copy("final");
    expect(status).toBe(3);
    expect(stderr).toContain("is a copy of montage-ai/montage-input");
  });

  test("an empty source does not empty its copy: it may not be mounted", () => {
    writeFileSync(path.join(from, "a"), "a");
    copy("first");
    rmSync(path.join(from, "a"));
    expect(copy("final")).toMatchObject({
      status: 3,
      stderr: expect.stringContaining("is it mounted?"),
    });
    expect(readdirSync(to)).toContain("a");
  });

  test("an empty source has an empty copy", () => {
    expect(copy("first").status).toBe(0);
    expect(copy("final").status).toBe(0);
    expect(report()).toMatchObject({ files: 0, copied: 0 });
  });

  (isRoot ? test.skip : test)(
    "files that may not be read are named, and the rest is copied",
    () => {
      writeFileSync(path.join(from, "secret\nkey"), "s");
      chmodSync(path.join(from, "secret\nkey"), 0);
      writeFileSync(path.join(from, "open"), "o");
      const { status, stderr } = copy("first");
      expect(status).toBe(1);
      expect(stderr).toContain("failed: ./secret\\nkey: cannot be copied");
      expect(readdirSync(to)).toContain("open");
    },
  );

  test.each([[[]], [["first"]], [["second", "/", "/"]], [["first", "/nonexistent", "/tmp"]]])(
    "wrong usage %j exits 2",
    (args) => {
      expect(spawnSync(sh, [SCRIPT, ...args], { env }).status).toBe(2);
    },
  );
}

/** Ends a process as a node does that loses its power; false when it had ended. */
async function killed(child: ChildProcess): Promise<boolean> {
  if (child.exitCode !== null) return false;
  const closed = once(child, "close");
  // The script and all that it has started, as with a container.
  if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
  await closed;
  return child.signalCode === "SIGKILL";
}
