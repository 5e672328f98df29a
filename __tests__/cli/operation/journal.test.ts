import { type ChildProcess, spawn } from "node:child_process";
import type Fs from "node:fs";
import { closeSync, openSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { Journal, requireIdle } from "../../../cli/operation/journal";
import { temporaryFolder } from "../../support/temporary-folder";

jest.mock("node:fs", () => {
  const fs = jest.requireActual<typeof Fs>("node:fs");
  return { ...fs, writeFileSync: jest.fn(fs.writeFileSync) };
});

const say = () => undefined;
const started: ChildProcess[] = [];
afterAll(() => started.forEach((child) => child.kill("SIGKILL")));

/** A process that lives until it is told to end. */
function living(): ChildProcess & { readonly pid: number } {
  const child = spawn(process.execPath, ["-e", "setInterval(() => undefined, 1000)"]);
  started.push(child);
  const { pid } = child;
  if (pid === undefined) throw new Error("no process");
  return Object.assign(child, { pid });
}

/** Makes the journal in a folder look as if another process had written it. */
function writtenBy(folder: string, change: (entry: Record<string, unknown>) => object): void {
  const file = path.join(folder, "deploy.json");
  const entry: Record<string, unknown> = JSON.parse(readFileSync(file, "utf8"));
  writeFileSync(file, JSON.stringify({ ...entry, ...change(entry) }));
}

test("after a deploy that ended, the next one has nothing to look after", async () => {
  const folder = temporaryFolder();
  (await Journal.open(folder, say)).close();
  const next = await Journal.open(folder, say);
  expect(next.isAfterBreak).toBe(false);
});

test("after an apply that failed, the next deploy knows it", async () => {
  const folder = temporaryFolder();
  const journal = await Journal.open(folder, say);
  journal.fails();
  journal.close();
  const next = await Journal.open(folder, say);
  expect(next.isAfterBreak).toBe(true);
  // It ended before it had looked after what was left.
  next.close();
  const last = await Journal.open(folder, say);
  expect(last.isAfterBreak).toBe(true);
  last.mends();
  last.close();
  expect((await Journal.open(folder, say)).isAfterBreak).toBe(false);
});

test("a deploy that was killed is taken over once its apply has ended", async () => {
  const folder = temporaryFolder();
  const apply = living();
  const journal = await Journal.open(folder, say);
  journal.applies("local-platform", apply.pid);
  writtenBy(folder, () => ({ deploy: { pid: 2 ** 22 - 1, started: "long ago" } }));
  const lines: string[] = [];
  const next = Journal.open(folder, (line) => {
    lines.push(line);
    apply.kill("SIGKILL");
  });
  expect((await next).isAfterBreak).toBe(true);
  expect(lines[0]).toContain("its apply of local-platform is still at work");
});

test("two deploys of one environment do not run at once", async () => {
  const folder = temporaryFolder();
  const other = living();
  const journal = await Journal.open(folder, say);
  journal.applies("local-platform", other.pid);
  writtenBy(folder, ({ terraform }) => ({ deploy: terraform }));
  await expect(Journal.open(folder, say)).rejects.toThrow(
    `another deploy of this environment is at work (process ${other.pid})`,
  );
  expect(() => requireIdle(folder)).toThrow("is at work on local-platform");
  other.kill("SIGKILL");
  await new Promise((resolve) => other.once("exit", resolve));
  expect(() => requireIdle(folder)).not.toThrow();
});

test("a deploy of another machine is not taken for one that broke off", async () => {
  const folder = temporaryFolder();
  await Journal.open(folder, say);
  writtenBy(folder, () => ({ host: "another-machine" }));
  await expect(Journal.open(folder, say)).rejects.toThrow("a deploy of another-machine");
});

test("a journal that cannot be read locks nobody out for ever: it is said which file to delete", async () => {
  const folder = temporaryFolder();
  writeFileSync(path.join(folder, "deploy.json"), "");
  await expect(Journal.open(folder, say)).rejects.toMatchObject({
    remedy: expect.stringContaining("deploy.json"),
  });
});

test("a disk that is full is not taken for another deploy, neither now nor afterwards", async () => {
  const folder = temporaryFolder();
  jest.mocked(writeFileSync).mockImplementationOnce((file) => {
    closeSync(openSync(String(file), "wx"));
    throw Object.assign(new Error("ENOSPC: no space left on device"), { code: "ENOSPC" });
  });
  await expect(Journal.open(folder, say)).rejects.toThrow("ENOSPC");
  (await Journal.open(folder, say)).close();
});
