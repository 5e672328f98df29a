import { spawn } from "node:child_process";
import { closeSync, fstatSync, mkdirSync, openSync, readSync } from "node:fs";
import path from "node:path";
import { StringDecoder } from "node:string_decoder";
import { forwardInterrupts } from "./interrupts";
import { maskFile } from "../../masking/files";

/** A program that is run to its end, whatever happens to this process. */
export interface FollowedProcess {
  readonly program: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** File that takes its output, without the secrets in it once it has ended; an earlier content is overwritten. */
  readonly log: string;
  /** Called for every line of its output. */
  onLine(line: string): void;
  /** Called once, with its number. */
  onStart?(pid: number): void;
}

/** How a program ended. */
export interface FollowedEnd {
  /** Its status; 128 and the number of the signal that ended it. */
  readonly status: number;
  /** Whether this process got a request to stop meanwhile. */
  readonly interrupted: boolean;
}

const POLL_MS = 100;
const KILLED = 137;

/**
 * Runs a program in a session of its own, and reads its output from a file:
 * when this process is killed, an apply goes on to its end and writes its
 * state. With a pipe it would die of its next word. Ctrl-C does not reach it by
 * itself; it is passed on, and the program is waited for.
 */
export async function runFollowed(props: FollowedProcess): Promise<FollowedEnd> {
  const { program, args, env, log } = props;
  mkdirSync(path.dirname(log), { recursive: true, mode: 0o700 });
  const output = openSync(log, "w+", 0o600);
  const append = openSync(log, "a");
  const lines = new GrowingFile(output, (line) => props.onLine(line));
  const child = spawn(program, [...args], {
    env,
    detached: true,
    stdio: ["ignore", append, append],
  });
  closeSync(append);
  if (child.pid !== undefined) props.onStart?.(child.pid);
  const interrupts = forwardInterrupts(child);
  const polling = setInterval(() => lines.read(), POLL_MS);
  try {
    const status = await new Promise<number>((resolve, reject) => {
      child.on("error", reject);
      child.on("exit", (code) => resolve(code ?? KILLED));
    });
    lines.end();
    return { status, interrupted: interrupts.interrupted() };
  } finally {
    clearInterval(polling);
    interrupts.stop();
    closeSync(output);
    maskFile(log);
  }
}

/** Lines of a file that another process appends to. */
class GrowingFile {
  private position = 0;
  private rest = "";
  private readonly decoder = new StringDecoder("utf8");

  constructor(
    private readonly file: number,
    private readonly onLine: (line: string) => void,
  ) {}

  read(): void {
    const size = fstatSync(this.file).size - this.position;
    if (size <= 0) return;
    const buffer = Buffer.alloc(size);
    const read = readSync(this.file, buffer, 0, size, this.position);
    this.position += read;
    const lines = (this.rest + this.decoder.write(buffer.subarray(0, read))).split(/\r?\n/);
    this.rest = lines.pop() ?? "";
    for (const line of lines) this.onLine(line);
  }

  /** The last line may have no end. */
  end(): void {
    this.read();
    if (this.rest !== "") this.onLine(this.rest);
    this.rest = "";
  }
}
