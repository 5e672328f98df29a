import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { types } from "node:util";
import { z } from "zod";
import type { Progress } from "../../runtime/progress";
import { CommandFailure } from "../../runtime/failure";
import { runSync } from "../../runtime/process/run-sync";

/** A process, so that another one with its number is not taken for it. */
const processSchema = z.object({ pid: z.int(), started: z.string() });
type Process = z.output<typeof processSchema>;

const entry = z.object({
  host: z.string(),
  deploy: processSchema,
  /** What was at work last. */
  terraform: processSchema.optional(),
  stack: z.string().optional(),
  /** An apply failed or was killed: it may have left releases locked. */
  failed: z.boolean().default(false),
});
type Entry = z.output<typeof entry>;

const POLL_MS = 500;
const TELL_EVERY_MS = 10_000;

/**
 * Says which deploy of an environment is at work in this folder, and whether the
 * last one broke off. An apply outlives a deploy that was killed: it is waited for.
 */
export class Journal {
  private constructor(
    private readonly file: string,
    private current: Entry,
    /** Whether an apply was killed, or failed, before this deploy began. */
    readonly followsBreak: boolean,
  ) {}

  /** @throws CommandFailure when another deploy of the environment is at work */
  static async open(folder: string, say: Progress): Promise<Journal> {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const file = fileIn(folder);
    const before = read(file);
    if (before !== undefined) await awaitEnd(before, file, say);
    const journal = new Journal(file, own(before !== undefined), before !== undefined);
    if (before === undefined) journal.take();
    else journal.write();
    return journal;
  }

  /** The deploy before this one was killed, or its apply failed, and what it left is not looked after yet. */
  get isAfterBreak(): boolean {
    return this.current.failed;
  }

  /** An apply has started. */
  applies(stack: string, pid: number): void {
    this.current = { ...this.current, stack, terraform: processOf(pid) };
    this.write();
  }

  /** The apply failed: the next deploy looks after what it left. */
  fails(): void {
    this.current = { ...this.current, failed: true };
    this.write();
  }

  /** Nothing is left of an apply that broke off. */
  mends(): void {
    this.current = { ...this.current, failed: false };
    this.write();
  }

  /** This deploy is over. */
  close(): void {
    if (!this.current.failed) rmSync(this.file, { force: true });
  }

  /** Of two that start at the same moment one gets it. */
  private take(): void {
    try {
      writeFileSync(this.file, `${JSON.stringify(this.current, null, 2)}\n`, { flag: "wx" });
    } catch (error) {
      if (!(types.isNativeError(error) && "code" in error && error.code === "EEXIST")) {
        // The disk may have been full after the file was made: an empty one would block every deploy.
        rmSync(this.file, { force: true });
        throw error;
      }
      throw new CommandFailure(
        "another deploy of this environment has just begun, or one left a file that cannot be read",
        `wait until it has ended; when none is at work, delete ${path.relative(process.cwd(), this.file)}`,
      );
    }
  }

  private write(): void {
    writeFileSync(`${this.file}.arriving`, `${JSON.stringify(this.current, null, 2)}\n`);
    renameSync(`${this.file}.arriving`, this.file);
  }
}

/**
 * Refuses to write into a folder that a deploy works with.
 *
 * @throws CommandFailure when one is at work there
 */
export function requireIdle(folder: string): void {
  const current = read(fileIn(folder));
  if (current === undefined || current.host !== hostname()) return;
  const { deploy, terraform, stack } = current;
  if (deploy.pid === process.pid) return;
  if (isSame(deploy) || (terraform !== undefined && isSame(terraform))) {
    throw new CommandFailure(
      `a deploy of this environment is at work${stack === undefined ? "" : ` on ${stack}`}`,
      "wait until it has ended",
    );
  }
}

function fileIn(folder: string): string {
  return path.join(folder, "deploy.json");
}

function own(failed: boolean): Entry {
  const deploy = processOf(process.pid) ?? { pid: process.pid, started: "" };
  return { host: hostname(), deploy, failed };
}

function read(file: string): Entry | undefined {
  if (!existsSync(file)) return undefined;
  try {
    return entry.safeParse(JSON.parse(readFileSync(file, "utf8"))).data;
  } catch {
    return undefined;
  }
}

async function awaitEnd(before: Entry, file: string, say: Progress): Promise<void> {
  // A folder that several machines share: nothing is known of the other's processes.
  if (before.host !== hostname()) {
    throw new CommandFailure(
      `a deploy of ${before.host} is at work, or broke off there`,
      `go on there; when it is gone for good, delete ${path.relative(process.cwd(), file)}`,
    );
  }
  if (isSame(before.deploy)) {
    if (before.deploy.pid === process.pid) return;
    throw new CommandFailure(
      `another deploy of this environment is at work (process ${before.deploy.pid})`,
      "wait until it has ended",
    );
  }
  if (before.terraform === undefined) return;
  let told = 0;
  while (isSame(before.terraform)) {
    if (Date.now() - told > TELL_EVERY_MS) {
      say(
        `the deploy before was killed, its apply of ${before.stack} is still at work (process ${before.terraform.pid}): waiting for it`,
      );
      told = Date.now();
    }
    await sleep(POLL_MS);
  }
}

/** Undefined when it is gone, or waits only for its parent to notice. */
function processOf(pid: number): Process | undefined {
  const args = ["-o", "stat=,lstart=", "-p", String(pid)];
  const { stdout } = runSync({ program: "ps", args, timeoutSeconds: 30 });
  const [, state = "", started = ""] = /^\s*(\S+)\s+(.+?)\s*$/.exec(stdout) ?? [];
  return started === "" || state.startsWith("Z") ? undefined : { pid, started };
}

function isSame(known: Process): boolean {
  return processOf(known.pid)?.started === known.started;
}
