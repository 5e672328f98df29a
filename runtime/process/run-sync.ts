import { spawnSync, type SpawnSyncReturns } from "node:child_process";
import { types } from "node:util";
import { processMask } from "../../masking/process-mask";
import { type Command, MOST_BYTES, variablesOf } from "./command";
import { type Ending, ProcessEnd } from "./ending";
import { KeptLines } from "./kept-lines";

/** A program that is waited for while this process does nothing else. */
export interface SyncCommand extends Command {
  /**
   * Its output goes to the terminal as it is, past the mask: for programs that have
   * a mask themselves or get no secret (`__tests__/masking/one-way-out.test.ts` names them).
   *
   * @default false
   */
  readonly straight?: boolean;
}

/** For short questions to a program; what takes long, or must not outlive an interrupt, is `run`. */
export function runSync(command: SyncCommand): ProcessEnd {
  const { program, args, cwd, input, timeoutSeconds, straight = false } = command;
  const most = command.mostBytes ?? MOST_BYTES;
  const output = straight ? "inherit" : "pipe";
  const { status, signal, stdout, stderr, error } = spawnSync(program, args, {
    cwd,
    env: variablesOf(command),
    input,
    stdio: [input === undefined ? "ignore" : "pipe", output, output],
    maxBuffer: most,
    timeout: timeoutSeconds === undefined ? undefined : timeoutSeconds * 1000,
    killSignal: "SIGKILL",
  });
  const kept = new KeptLines();
  kept.take(processMask().text(String(stderr ?? "")));
  return new ProcessEnd(command, {
    how: howOf({ error, status, signal }),
    status,
    signal,
    bytes: stdout ?? Buffer.alloc(0),
    stderr: kept.text,
    refusal: error?.message,
  });
}

/** Whether a program is on PATH and ends well with these arguments. */
export function works(program: string, args: readonly string[], timeoutSeconds = 60): boolean {
  return runSync({ program, args, timeoutSeconds }).ok;
}

function howOf({
  error,
  status,
  signal,
}: Pick<SpawnSyncReturns<Buffer>, "error" | "status" | "signal">): Ending {
  const code = types.isNativeError(error) && "code" in error ? error.code : undefined;
  if (code === "ETIMEDOUT") return "timeout";
  if (code === "ENOBUFS") return "output";
  if (signal !== null) return "signal";
  // A program that does not read all of its input gives EPIPE, and has a status.
  return status === null ? "missing" : "exit";
}
