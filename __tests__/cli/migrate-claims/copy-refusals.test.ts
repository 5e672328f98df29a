import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describeCopy } from "../../support/copy-script";
import { treeOf } from "../../support/copy-trees";

jest.setTimeout(60_000);

// As root no permission stops anybody; what is about them then shows nothing.
const isRoot = process.getuid?.() === 0;

describeCopy("copy.sh's limits and refusals", (script) => {
  let from: string;
  let to: string;
  beforeEach(() => {
    ({ from, to } = script);
  });

  test("pipes hold no data: they are counted and not copied", () => {
    spawnSync("mkfifo", [path.join(from, "pipe")]);
    expect(script.copy("final").status).toBe(0);
    expect(script.report()).toMatchObject({ skipped: 1, files: 0 });
    expect(readdirSync(to)).toEqual([".fluxibri-copy"]);
  });

  test("what a file system keeps for itself at the top is no data", () => {
    mkdirSync(path.join(from, "lost+found"));
    mkdirSync(path.join(to, "lost+found"));
    mkdirSync(path.join(from, "data", "lost+found"), { recursive: true });
    expect(script.copy("final").status).toBe(0);
    expect(treeOf(to)).toEqual(treeOf(from));
  });

  test("a target with other files is refused and not touched", () => {
    writeFileSync(path.join(from, "a"), "a");
    writeFileSync(path.join(to, "precious"), "p");
    const { status, stderr } = script.copy("first");
    expect(status).toBe(3);
    expect(stderr).toContain("holds files that are no copy of montage-ai/montage-input");
    expect(treeOf(to)).toEqual({ precious: expect.any(String) });
  });

  test("the copy of another source is refused and not touched", () => {
    writeFileSync(path.join(from, "a"), "a");
    script.copy("first");
    script.source = "montage-ai/montage-output";
    const { status, stderr } = script.copy("final");
    expect(status).toBe(3);
    expect(stderr).toContain("is a copy of montage-ai/montage-input");
  });

  test("an empty source does not empty its copy: it may not be mounted", () => {
    writeFileSync(path.join(from, "a"), "a");
    script.copy("first");
    rmSync(path.join(from, "a"));
    expect(script.copy("final")).toMatchObject({
      status: 3,
      stderr: expect.stringContaining("is it mounted?"),
    });
    expect(readdirSync(to)).toContain("a");
  });

  test("an empty source has an empty copy", () => {
    expect(script.copy("first").status).toBe(0);
    expect(script.copy("final").status).toBe(0);
    expect(script.report()).toMatchObject({ files: 0, copied: 0 });
  });

  (isRoot ? test.skip : test)(
    "files that may not be read are named, and the rest is copied",
    () => {
      writeFileSync(path.join(from, "secret\nkey"), "s");
      chmodSync(path.join(from, "secret\nkey"), 0);
      writeFileSync(path.join(from, "open"), "o");
      const { status, stderr } = script.copy("first");
      expect(status).toBe(1);
      expect(stderr).toContain("failed: ./secret\\nkey: cannot be copied");
      expect(readdirSync(to)).toContain("open");
    },
  );

  test.each([[[]], [["first"]], [["second", "/", "/"]], [["first", "/nonexistent", "/tmp"]]])(
    "wrong usage %j exits 2",
    (args) => {
      expect(script.call(...args).status).toBe(2);
    },
  );
});
