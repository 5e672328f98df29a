import { existsSync } from "node:fs";
import { constants } from "node:os";
import { processMask, shortened } from "../../masking/process-mask";
import { CommandFailure } from "../failure";
import type { Command } from "./command";

/**
 * Why a program ended: `exit`, by itself; `signal`, another process ended it; `missing`,
 * it could not be started; the others, this process ended it.
 */
export type Ending = "exit" | "signal" | "missing" | "timeout" | "output" | "aborted";

/** As timeout(1) and shells have them. */
export const STATUS = { timeout: 124, missing: 127, signal: 128 } as const;

const SHOWN_LINES = 15;
const SHOWN_COMMAND = 300;

/** Facts that a {@link ProcessEnd} is made of. */
export interface EndFacts {
  readonly how: Ending;
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Standard output. */
  readonly bytes: Buffer;
  /** Standard error, masked. */
  readonly stderr: string;
  /** Why it could not be started. */
  readonly refusal?: string;
}

/** How a program ended, and what it wrote. */
export class ProcessEnd {
  readonly how: Ending;
  /** Exit status; 124 after a timeout, 127 where it could not be started, 128 and the number of the signal. */
  readonly status: number;
  /** Standard output as it was written, secrets included: data to be read, not to be shown. */
  readonly bytes: Buffer;
  /** The end of standard error, at most 1 MiB, without secrets. */
  readonly stderr: string;

  constructor(
    private readonly command: Command,
    private readonly facts: EndFacts,
  ) {
    this.how = facts.how;
    this.status = statusOf(facts);
    this.bytes = facts.bytes;
    this.stderr = facts.stderr;
  }

  /** It ended by itself with status 0. */
  get ok(): boolean {
    return this.how === "exit" && this.status === 0;
  }

  /** {@link bytes} as text. */
  get stdout(): string {
    return this.bytes.toString("utf8");
  }

  /** The last lines of standard error, or of standard output where that is empty; without secrets. */
  lastLines(most = SHOWN_LINES): string {
    const text = this.stderr.trim() || processMask().text(this.stdout).trim();
    return text.split("\n").slice(-most).join("\n");
  }

  /** One line on how it ended: `kubectl exited with status 1`. */
  get summary(): string {
    const { program, timeoutSeconds, cwd } = this.command;
    switch (this.how) {
      case "exit":
        return `${program} exited with status ${this.status}`;
      case "signal":
        return `${program} was ended by ${this.facts.signal}`;
      case "timeout":
        return `${program} did not end within ${timeoutSeconds} s`;
      case "output":
        return `${program} wrote more than can be kept`;
      case "aborted":
        return `${program} was interrupted`;
      case "missing":
        return cwd !== undefined && !existsSync(cwd)
          ? `${program} cannot be run in ${cwd}: no such folder`
          : `${program} cannot be run: ${this.facts.refusal}`;
      default:
        return this.how satisfies never;
    }
  }

  /**
   * The end as a failure: the command, how it ended, its last lines; without secrets.
   *
   * @param remedy what to do about it
   */
  failure(remedy: string): CommandFailure {
    const last = this.lastLines();
    return new CommandFailure(
      [
        `${this.summary}: ${shownCommand(this.command)}`,
        ...(last === "" ? [] : last.split("\n")),
      ].join("\n  "),
      remedy,
    );
  }
}

function statusOf({ how, status, signal }: EndFacts): number {
  if (how === "timeout") return STATUS.timeout;
  if (how === "missing") return STATUS.missing;
  return status ?? STATUS.signal + (signal === null ? 0 : constants.signals[signal]);
}

function shownCommand({ program, args }: Command): string {
  const masked = processMask().value([program, ...args]);
  return shortened(Array.isArray(masked) ? masked.join(" ") : program, SHOWN_COMMAND);
}
