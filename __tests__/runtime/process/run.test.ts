import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { run, start } from "../../../runtime/process/run";
import { runSync, works } from "../../../runtime/process/run-sync";
import { rememberSecret } from "../../../masking/process-mask";
import { temporaryFolder } from "../../support/temporary-folder";

const sh = (script: string) => ({ program: "sh", args: ["-c", script] });

/** The process with the number in a file, once the file is there. */
async function pidIn(file: string): Promise<number> {
  while (!existsSync(file) || readFileSync(file, "utf8").trim() === "") await sleep(20);
  return Number(readFileSync(file, "utf8"));
}

function lives(pid: number): boolean {
  const { stdout } = runSync({ program: "ps", args: ["-o", "stat=", "-p", String(pid)] });
  return stdout.trim() !== "" && !stdout.trim().startsWith("Z");
}

async function isGone(pid: number): Promise<boolean> {
  for (let look = 0; look < 100 && lives(pid); look += 1) await sleep(20);
  return !lives(pid);
}

/** What both ways to run a program have in common. */
describe.each([
  ["run", run],
  ["runSync", (command: Parameters<typeof runSync>[0]) => Promise.resolve(runSync(command))],
])("%s", (_name, runs) => {
  test("passes arguments as they are, without a shell", async () => {
    const args = ["-n", "$HOME; echo no", "a b", "`id`"];
    const { stdout, ok } = await runs({ program: "echo", args });
    expect({ stdout, ok }).toEqual({ stdout: "$HOME; echo no a b `id`", ok: true });
  });

  test("a program that asks a question reads the end of its input at once", async () => {
    // As kubectl asks for a user name where a kubeconfig has no credentials.
    const ended = await runs({ ...sh("echo name: >&2; read name || exit 3"), timeoutSeconds: 10 });
    expect([ended.how, ended.status, ended.stderr]).toEqual(["exit", 3, "name:\n"]);
  });

  test("gives a program its input and its variables, and takes variables out", async () => {
    const env = { GIVEN: "here", HOME: undefined };
    const script = 'cat; echo "$GIVEN, ${HOME-no home}"';
    expect((await runs({ ...sh(script), input: "read ", env })).stdout).toBe(
      "read here, no home\n",
    );
  });

  test("input that a program does not read is no error", async () => {
    const ended = await runs({ program: "true", args: [], input: "x".repeat(2 ** 20) });
    expect(ended.how).toBe("exit");
    expect(ended.status).toBe(0);
  });

  test("ends a program at its timeout, and says so", async () => {
    const ended = await runs({ program: "sleep", args: ["30"], timeoutSeconds: 0.2 });
    expect(ended.status).toBe(124);
    expect(ended.failure("look").message).toBe("sleep did not end within 0.2 s: sleep 30");
  });

  test("ends a program that writes without end", async () => {
    const ended = await runs({ ...sh("yes"), mostBytes: 10_000, timeoutSeconds: 20 });
    expect(ended.how).toBe("output");
    expect(ended.ok).toBe(false);
  });

  test("a program that is not there, and a folder that is not", async () => {
    const missing = await runs({ program: "no-such-program", args: [] });
    expect([missing.how, missing.status]).toEqual(["missing", 127]);
    expect(missing.summary).toMatch(/^no-such-program cannot be run: .*ENOENT/);
    const nowhere = await runs({ program: "true", args: [], cwd: "/no/such/folder" });
    expect(nowhere.summary).toBe("true cannot be run in /no/such/folder: no such folder");
  });

  test("a signal is a status as in a shell", async () => {
    const ended = await runs(sh("kill -9 $$"));
    expect([ended.how, ended.status, ended.summary]).toEqual([
      "signal",
      137,
      "sh was ended by SIGKILL",
    ]);
  });

  test("a failure has command, status and last lines, and no secret", async () => {
    const secret = rememberSecret(`made-up-${process.pid}-credential`);
    const script = `for i in 1 2 3; do echo line $i >&2; done; echo the ${secret} >&2; exit 4`;
    const ended = await runs({ program: "sh", args: ["-c", script, "--token", secret] });
    const { message, remedy } = ended.failure("do this");
    expect(message).toMatch(/^sh exited with status 4: sh -c /);
    expect(message).toMatch(/\n {2}line 3\n {2}the \S+$/);
    expect(remedy).toBe("do this");
    expect(message + ended.stderr).not.toContain(secret);
  });

  test("of messages without end the last are kept, cut at a line", async () => {
    const script =
      "i=0; while [ $i -lt 40000 ]; do echo line $i of a long story >&2; i=$((i+1)); done";
    const { stderr, ok } = await runs({ ...sh(script), mostBytes: 2 ** 24 });
    expect(ok).toBe(true);
    expect(stderr.length).toBeLessThanOrEqual(2 ** 20);
    expect(stderr).toMatch(/^line \d+ of a long story\n/);
    expect(stderr).toMatch(/line 39999 of a long story\n$/);
  });
});

test("lines come as they are written, each with its stream", async () => {
  const lines: string[] = [];
  const onLine = (line: string, from: string) => lines.push(`${from}: ${line}`);
  const ended = await run({ ...sh("echo one; sleep 0.2; echo two >&2"), onLine, keep: false });
  expect(lines).toEqual(["stdout: one", "stderr: two"]);
  expect(ended.stdout).toBe("");
});

test("a timeout leaves nothing of what the program has started", async () => {
  const file = path.join(temporaryFolder(), "pid");
  const script = `sleep 60 & echo $! > ${file}; wait`;
  const ended = await run({ ...sh(script), timeoutSeconds: 0.5 });
  expect(ended.how).toBe("timeout");
  expect(await isGone(await pidIn(file))).toBe(true);
});

test("a program that ignores the request to end is killed after its grace", async () => {
  const script = "trap '' TERM; while :; do sleep 0.1; done";
  const begun = Date.now();
  const ended = await run({ ...sh(script), timeoutSeconds: 0.3, graceSeconds: 0.5 });
  expect(ended.how).toBe("timeout");
  expect(Date.now() - begun).toBeLessThan(10_000);
});

test("a pipe that a program outside of the group holds open is not waited for", async () => {
  const script = "setsid sleep 20 & sleep 30";
  const begun = Date.now();
  expect((await run({ ...sh(script), timeoutSeconds: 0.3, graceSeconds: 0.3 })).status).toBe(124);
  expect(Date.now() - begun).toBeLessThan(10_000);
});

test("an aborted run ends, before it began too", async () => {
  const stop = new AbortController();
  const { ended, pid } = start({ program: "sleep", args: ["60"], signal: stop.signal });
  stop.abort();
  expect((await ended).how).toBe("aborted");
  expect(await isGone(pid ?? 0)).toBe(true);
  const { how } = await run({ program: "sleep", args: ["60"], signal: AbortSignal.abort() });
  expect(how).toBe("aborted");
});

test.each([
  ["SIGINT", "", 130],
  ["SIGTERM", "", 143],
  ["SIGHUP", "", 129],
  ["a handler of its own", 'process.on("SIGTERM", () => {});', 7],
  ["a handler that is called once", 'process.once("SIGTERM", () => {});', 7],
  ["process.exit()", "setTimeout(() => process.exit(5), 1500);", 5],
] as const)("%s: a command that ends leaves no program behind", async (how, first, status) => {
  const folder = temporaryFolder();
  const file = path.join(folder, "pid");
  const script = `sleep 60 & echo $! > ${file}; wait`;
  const program = path.join(folder, "command.ts");
  writeFileSync(
    program,
    [
      `import { run } from ${JSON.stringify(path.resolve("runtime/process/run"))};`,
      first,
      `void run({ program: "sh", args: ["-c", ${JSON.stringify(script)}] }).then(() => process.exit(7));`,
    ].join("\n"),
  );
  const command = start({ program: process.execPath, args: ["--import", "tsx", program] });
  const grandchild = await pidIn(file);
  const signal = how.startsWith("SIG") ? how : how.startsWith("a handler") ? "SIGTERM" : undefined;
  if (signal !== undefined) runSync({ program: "kill", args: [`-${signal}`, String(command.pid)] });
  expect((await command.ended).status).toBe(status);
  expect(await isGone(grandchild)).toBe(true);
});

test("works asks whether a program is there and ends well", () => {
  expect([works("true", []), works("false", []), works("no-such-program", [])]).toEqual([
    true,
    false,
    false,
  ]);
});
