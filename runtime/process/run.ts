import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { StringDecoder } from "node:string_decoder";
import { MaskedLines } from "../../masking/files";
import { type Child, end, register } from "./children";
import { type FollowedCommand, GRACE_SECONDS, MOST_BYTES, variablesOf } from "./command";
import { type EndFacts, type Ending, ProcessEnd } from "./ending";
import { KeptLines } from "./kept-lines";

/** A program at work. */
export interface RunningProcess {
  /** Undefined when it could not be started. */
  readonly pid: number | undefined;
  /** Fulfilled when it has ended, however it did; never rejected. */
  readonly ended: Promise<ProcessEnd>;
  /** Ends it, and waits for that. */
  stop(): Promise<ProcessEnd>;
}

/** A pipe that a process outside of the group holds open is waited for this long after the end. */
const PIPES_MS = 500;

/**
 * Runs a program to its end. It has a process group of its own, without a terminal: it cannot
 * wait for a password, and neither a timeout nor an interrupt leaves a part of it behind.
 *
 * @returns how it ended; never rejected: {@link ProcessEnd.failure} makes an error of it
 */
export function run(command: FollowedCommand): Promise<ProcessEnd> {
  return start(command).ended;
}

/** The same for a program that is worked with while it runs. */
export function start(command: FollowedCommand): RunningProcess {
  const { program, args, cwd, input, timeoutSeconds, signal } = command;
  const spawned = spawn(program, args, {
    cwd,
    env: variablesOf(command),
    detached: true,
    stdio: [input === undefined ? "ignore" : "pipe", "pipe", "pipe"],
  });
  // It may end without reading all of its input.
  spawned.stdin?.on("error", () => {}).end(input);
  const child: Child = { process: spawned, graceSeconds: command.graceSeconds ?? GRACE_SECONDS };
  const unregister = register(child);
  let how: Ending | undefined;
  const stop = (reason: Ending) => {
    if (how !== undefined) return;
    how = reason;
    spawned.once("exit", () => setTimeout(() => closePipes(spawned), PIPES_MS).unref());
    end(child, "SIGTERM");
  };
  const output = follow(spawned, command, () => stop("output"));
  const timer =
    timeoutSeconds === undefined
      ? undefined
      : setTimeout(() => stop("timeout"), timeoutSeconds * 1000);
  const abort = () => stop("aborted");
  signal?.addEventListener("abort", abort, { once: true });
  if (signal?.aborted === true) abort();
  const ended = whenEnded(spawned).then(({ status, signal: by, refusal }) => {
    clearTimeout(timer);
    signal?.removeEventListener("abort", abort);
    unregister();
    const itself = by === null ? "exit" : "signal";
    return new ProcessEnd(command, {
      how: refusal === undefined ? (how ?? itself) : "missing",
      ...{ status, signal: by, refusal, ...output() },
    });
  });
  return {
    pid: spawned.pid,
    ended,
    stop: () => {
      stop("aborted");
      return ended;
    },
  };
}

/** @returns what was kept; to be asked when the program has ended */
function follow(
  { stdout, stderr }: ChildProcess,
  { onLine, keep = true, mostBytes = MOST_BYTES }: FollowedCommand,
  tooMuch: () => void,
): () => Pick<EndFacts, "bytes" | "stderr"> {
  const chunks: Buffer[] = [];
  let size = 0;
  stdout?.on("data", (data: Buffer) => {
    if (!keep) return;
    size += data.length;
    if (size > mostBytes) tooMuch();
    else chunks.push(data);
  });
  const kept = new KeptLines();
  const masked = new MaskedLines((lines) => kept.take(lines));
  const decoder = new StringDecoder("utf8");
  stderr?.on("data", (data: Buffer) => masked.take(decoder.write(data)));
  for (const [from, input] of Object.entries({ stdout, stderr })) {
    if (onLine === undefined || input === null) continue;
    const name = from === "stdout" ? "stdout" : "stderr";
    createInterface({ input }).on("line", (line) => onLine(line, name));
  }
  return () => {
    masked.end();
    return { bytes: Buffer.concat(chunks), stderr: kept.text };
  };
}

type RawEnd = Pick<EndFacts, "status" | "signal" | "refusal">;

/** When it has ended and all that it wrote is read. */
function whenEnded(child: ChildProcess): Promise<RawEnd> {
  return new Promise((resolve) => {
    child.on("error", ({ message }) => {
      if (child.pid === undefined) resolve({ status: null, signal: null, refusal: message });
    });
    child.on("close", (status, signal) => resolve({ status, signal }));
  });
}

function closePipes({ stdout, stderr }: ChildProcess): void {
  stdout?.destroy();
  stderr?.destroy();
}
