import { readFileSync } from "node:fs";
import path from "node:path";
import { describeEnding, ManagedProcess } from "../../testbed/managed-process";
import { waitFor } from "../../testbed/wait";
import { temporaryFolder } from "../support/temporary-folder";

/** A shell script under management, with its own log. */
function start(script: string, program = "/bin/sh", env?: Readonly<Record<string, string>>) {
  const cwd = temporaryFolder();
  const log = path.join(cwd, "log");
  return {
    log,
    process: new ManagedProcess({ name: "etcd", program, args: ["-c", script], cwd, log, env }),
  };
}

/** Until the script has said that its traps are set. */
async function started(log: string): Promise<void> {
  await waitFor({ what: "the script", timeoutMs: 5_000, intervalMs: 5 }, () =>
    Promise.resolve(readFileSync(log, "utf8").includes("up") ? true : undefined),
  );
}

test("an end that nobody asked for is reported with the last lines of the log", async () => {
  const { process } = start(
    "for i in 1 2 3 4 5 6 7 8 9 10 11 12; do echo line $i; done; echo no space >&2; exit 3",
  );
  const ending = await process.ended;
  expect(ending.unexpected).toBe(true);
  expect(describeEnding(ending)).toBe(
    `etcd ended (exit status 3); the end of its log:\n${[2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12].map((n) => `line ${n}\n`).join("")}no space`,
  );
});

test("a process that ends without a word has an empty log, which is said", async () => {
  const { process } = start("exit 1");
  expect(describeEnding(await process.ended)).toBe("etcd ended (exit status 1); its log is empty");
});

test("SIGTERM stops a process, which may end in its own way", async () => {
  const { process, log } = start(
    "trap 'echo bye; exit 7' TERM; echo up; while :; do sleep 0.01; done",
  );
  await started(log);
  const ending = await process.stop(5_000);
  expect(ending).toEqual({
    name: "etcd",
    how: "exit status 7",
    unexpected: false,
    lastLines: "up\nbye",
  });
});

test("a process that does not end within its grace is killed, and not before", async () => {
  const { process, log } = start("trap '' TERM; echo up; while :; do sleep 0.01; done");
  await started(log);
  const asked = Date.now();
  const ending = await process.stop(80);
  expect(ending).toMatchObject({ how: "SIGKILL", unexpected: false });
  expect(Date.now() - asked).toBeGreaterThanOrEqual(75);
});

test("a killed process has no time to end by itself, and that is no crash", async () => {
  const { process, log } = start("trap 'exit 0' TERM; echo up; while :; do sleep 0.01; done");
  await started(log);
  expect(await process.kill()).toMatchObject({ how: "SIGKILL", unexpected: false });
});

test("a program that does not exist ends unexpectedly, and can be stopped all the same", async () => {
  const { process } = start("", "/nonexistent/etcd");
  expect(process.pid).toBeUndefined();
  expect(await process.ended).toMatchObject({
    how: "spawn /nonexistent/etcd ENOENT",
    unexpected: true,
  });
  expect(await process.stop(5_000)).toMatchObject({ how: "spawn /nonexistent/etcd ENOENT" });
});

test("a process has the variables of this one and its own", async () => {
  const { process } = start('echo "$PATH $QUEUE"', "/bin/sh", { QUEUE: "renders" });
  expect((await process.ended).lastLines).toBe(`${globalThis.process.env["PATH"]} renders`);
});
