import { once } from "node:events";
import {
  appendFileSync,
  chmodSync,
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
import { setTimeout as sleep } from "node:timers/promises";
import { describeCopy, killed } from "../../support/copy-script";
import { growTree, treeOf } from "../../support/copy-trees";
import { Random } from "../../../testbed/model/random";
import { temporaryFolder, writeProgram } from "../../support/temporary-folder";

/** Hundreds of processes on a machine that has other work. */
jest.setTimeout(120_000);

describeCopy("copy.sh", (script) => {
  let from: string;
  let to: string;
  beforeEach(() => {
    ({ from, to } = script);
  });

  test("a tree with odd names, links, empty folders and permissions arrives as it is", () => {
    growTree(from, new Random(1), 60);
    expect(script.copy("first").status).toBe(0);
    expect(script.copy("final")).toMatchObject({ status: 0, stderr: "" });
    expect(treeOf(to)).toEqual(treeOf(from));
    expect(script.report()).toMatchObject({ pass: "final", copied: 0, failed: 0, removed: 0 });
    expect(script.report()["fingerprint"]).toMatch(/^[0-9a-f]{64}$/);
  });

  test("nothing is written to the source", () => {
    growTree(from, new Random(2), 25);
    const before = treeOf(from);
    script.copy("first");
    script.copy("final");
    expect(treeOf(from)).toEqual(before);
    expect(readdirSync(from)).not.toContain(".fluxibri-copy");
  });

  test("times of files are kept: that is how the next pass sees what is there", () => {
    writeFileSync(path.join(from, "old"), "x");
    utimesSync(path.join(from, "old"), 1_000_000_000, 1_000_000_000);
    script.copy("first");
    expect(statSync(path.join(to, "old")).mtimeMs).toBe(1_000_000_000_000);
  });

  test("what was copied is not copied again", () => {
    growTree(from, new Random(3), 40);
    script.copy("first");
    const files = Number(script.report()["copied"]);
    expect(files).toBeGreaterThan(10);
    const [some = ""] = Object.keys(treeOf(to)).filter((entry) =>
      treeOf(to)[entry]?.startsWith("file"),
    );
    const { ino } = statSync(path.join(to, some));
    script.copy("first");
    expect(script.report()).toMatchObject({ files, copied: 0 });
    expect(statSync(path.join(to, some)).ino).toBe(ino);
  });

  test("killed at any moment and started again it ends with the same tree", async () => {
    growTree(from, new Random(4), 50);
    const random = new Random(5);
    let kills = 0;
    for (let round = 0; round < 8; round += 1) {
      const child = script.start(round % 3 === 2 ? "final" : "first");
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
    expect(script.copy("final").status).toBe(0);
    expect(treeOf(to)).toEqual(treeOf(from));
    expect(
      readdirSync(path.join(to, ".fluxibri-copy")).filter((name) => name.startsWith("partial")),
    ).toEqual([]);
  });

  test("a large file that was cut off is never taken for a whole one", async () => {
    writeFileSync(path.join(from, "film.mov"), Buffer.alloc(64 * 2 ** 20, 7));
    // Stops in the middle of the file, however quick the machine is.
    const programs = temporaryFolder();
    writeProgram(programs, "cp", 'head -c 1000000 "$2" >"$3"; while :; do sleep 1; done');
    const child = script.start("first", programs);
    const isHalfDone = () =>
      readdirSync(to).includes(".fluxibri-copy") &&
      readdirSync(path.join(to, ".fluxibri-copy")).some(
        (name) =>
          name.startsWith("partial") &&
          statSync(path.join(to, ".fluxibri-copy", name)).size === 1_000_000,
      );
    while (!isHalfDone()) await sleep(5);
    expect(await killed(child)).toBe(true);
    expect(readdirSync(to)).toEqual([".fluxibri-copy"]);
    expect(script.copy("final").status).toBe(0);
    expect(treeOf(to)).toEqual(treeOf(from));
  });

  test("the final pass takes over what was changed, added and deleted since the first", () => {
    growTree(from, new Random(6), 25);
    for (const name of ["kept", "changed", "deleted"])
      writeFileSync(path.join(from, name), "before");
    mkdirSync(path.join(from, "old folder", "deep"), { recursive: true });
    writeFileSync(path.join(from, "old folder", "deep", "file"), "x");
    chmodSync(path.join(from, "old folder", "deep"), 0o555);
    script.copy("first");
    writeFileSync(path.join(from, "changed"), "after, and longer");
    writeFileSync(path.join(from, "added"), "new");
    rmSync(path.join(from, "deleted"));
    chmodSync(path.join(from, "old folder", "deep"), 0o755);
    rmSync(path.join(from, "old folder"), { recursive: true });
    chmodSync(path.join(from, "kept"), 0o600);
    expect(script.copy("final").status).toBe(0);
    expect(treeOf(to)).toEqual(treeOf(from));
    // The deleted file, and the folder with its folder and its file.
    expect(script.report()).toMatchObject({ copied: 2, removed: 4 });
  });

  test("a change that keeps size and time is found by its checksum", () => {
    const file = path.join(from, "database");
    writeFileSync(file, "aaaa");
    utimesSync(file, 1_700_000_000, 1_700_000_000);
    script.copy("first");
    writeFileSync(file, "bbbb");
    utimesSync(file, 1_700_000_000, 1_700_000_000);
    expect(script.copy("final").status).toBe(0);
    expect(readFileSync(path.join(to, "database"), "utf8")).toBe("bbbb");
  });

  test("a copy that was damaged on its way is made again", () => {
    const file = path.join(to, "film");
    writeFileSync(path.join(from, "film"), "good");
    script.copy("first");
    const { atime, mtime } = statSync(file);
    writeFileSync(file, "evil");
    utimesSync(file, atime, mtime);
    expect(script.copy("final").status).toBe(0);
    expect(readFileSync(file, "utf8")).toBe("good");
  });

  test("a file that became a folder, a folder that became a link, a link that became a file", () => {
    writeFileSync(path.join(from, "one"), "file");
    mkdirSync(path.join(from, "two", "below"), { recursive: true });
    writeFileSync(path.join(from, "two", "below", "x"), "x");
    chmodSync(path.join(from, "two", "below"), 0o555);
    symlinkSync("/tmp", path.join(from, "three"));
    script.copy("final");
    rmSync(path.join(from, "one"));
    chmodSync(path.join(from, "two", "below"), 0o755);
    rmSync(path.join(from, "two"), { recursive: true });
    rmSync(path.join(from, "three"));
    mkdirSync(path.join(from, "one"));
    writeFileSync(path.join(from, "one", "inside"), "i");
    symlinkSync("one", path.join(from, "two"));
    writeFileSync(path.join(from, "three"), "a file now");
    expect(script.copy("final")).toMatchObject({ status: 0, stderr: "" });
    expect(treeOf(to)).toEqual(treeOf(from));
  });

  test("a file that grows while it is copied is left to the final pass", async () => {
    const file = path.join(from, "growing.log");
    writeFileSync(file, Buffer.alloc(8 * 2 ** 20, 1));
    const child = script.start("first");
    while (child.exitCode === null && child.signalCode === null) {
      appendFileSync(file, "x");
      await sleep(1);
    }
    expect(child.exitCode).toBe(0);
    expect(script.report()).toMatchObject({ failed: 0 });
    expect(script.copy("final").status).toBe(0);
    expect(treeOf(to)).toEqual(treeOf(from));
  });
});
