/** A program to run, and what it may take of time and memory. */
export interface Command {
  /** Name on PATH, or a path. */
  readonly program: string;
  /** Passed as they are: there is no shell between. A secret belongs in `input` or `env`; every user of a machine sees arguments. */
  readonly args: readonly string[];
  /** Working folder. @default that of this process */
  readonly cwd?: string;
  /** Added to this process's environment; undefined takes a variable out. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Has the variables of this process, too. @default true */
  readonly inherits?: boolean;
  /**
   * Text on its standard input, which is closed after it.
   *
   * @default nothing: a program that asks a question reads the end of its input, and does not wait
   */
  readonly input?: string;
  /** Seconds until it is ended. @default none */
  readonly timeoutSeconds?: number;
  /** Bytes of standard output that are kept; with more it is ended. @default 64 MiB */
  readonly mostBytes?: number;
}

/** A program whose output is followed while it runs. */
export interface FollowedCommand extends Command {
  /** Called for each line, as the program wrote it: with the secrets in it. */
  onLine?(line: string, from: "stdout" | "stderr"): void;
  /** Keeps standard output for the end. @default true */
  readonly keep?: boolean;
  /** Ends it. */
  readonly signal?: AbortSignal;
  /** Seconds from the request to end until SIGKILL; Infinity for what must not be killed. @default 5 */
  readonly graceSeconds?: number;
}

export const MOST_BYTES = 64 * 2 ** 20;
export const GRACE_SECONDS = 5;

/** All variables of a program. */
export function variablesOf({
  env,
  inherits = true,
}: Pick<Command, "env" | "inherits">): NodeJS.ProcessEnv {
  return { ...(inherits ? process.env : {}), ...env };
}
