import { parseArgs } from "node:util";
import { ConfigurationError, type ConfigurationIssue } from "../environments/errors";
import { NO_COLOR_OPTION, withoutColors } from "./paint";
import {
  type ExitStatuses,
  type Form,
  helpOf,
  type Options,
  usageOf,
  USUAL_STATUSES,
} from "./usage";

export type { ExitStatuses, Form, Option, Options } from "./usage";

/** `--help` was given: no error; the message is what the command takes. */
export class HelpAsked extends Error {
  override readonly name = "HelpAsked";
}

/** What a command is called and takes: usage, help and parsing come from the same table. */
export class CommandLine<T extends Options> {
  /** `use: npm run drift -- ENVIRONMENT [--context NAME] …`, a line for each form. */
  readonly usage: string;
  /** Positionals: `ENVIRONMENT [STACK...]`. */
  readonly takes: string;
  /** Usage, purpose, every option and the exit statuses, as `--help` prints them. */
  readonly help: string;
  readonly statuses: ExitStatuses;
  private readonly options: T;

  /**
   * @param call words that start it, up to its arguments: `npm run drift --`
   * @param does what it does, as a sentence for people
   * @param takes positionals: `ENVIRONMENT [STACK...]`
   * @param statuses what its exit statuses mean. @default done; failed, or found something; wrong usage or data
   * @param forms where options belong to one of several uses. @default one form with all options
   */
  constructor(props: {
    readonly call: string;
    readonly does: string;
    readonly takes: string;
    readonly options: T;
    readonly statuses?: ExitStatuses;
    readonly forms?: readonly Form<keyof T & string>[];
  }) {
    this.options = props.options;
    this.takes = props.takes;
    this.usage = usageOf(props);
    this.statuses = props.statuses ?? USUAL_STATUSES;
    this.help = helpOf(this.usage, props, this.statuses);
  }

  /**
   * Reads options and positionals.
   *
   * @returns besides them, the options that were given, as `--name`
   * @throws HelpAsked for `--help`; ConfigurationError with the usage, for unknown options, missing values, and an option with two values that takes one
   */
  parse(args: readonly string[]) {
    if (args.includes("--help") || args.includes("-h")) throw new HelpAsked(this.help);
    if (args.includes(NO_COLOR_OPTION)) withoutColors();
    const { values, positionals, tokens } = this.parsed(
      args.filter((arg) => arg !== NO_COLOR_OPTION),
    );
    const given = new Map<string, string | undefined>();
    for (const token of tokens) {
      if (token.kind !== "option") continue;
      const option = `--${token.name}`;
      const { multiple } = this.options[token.name] ?? {};
      // The last one would win without a word.
      if (given.has(option) && given.get(option) !== token.value && multiple !== true) {
        const both = `${given.get(option)}, ${token.value}`;
        throw usageError(both, `${option} is given with different values`, "give it once", option);
      }
      given.set(option, token.value);
    }
    return { values, positionals, given: new Set(given.keys()) };
  }

  /** The error for one thing that is wrong, with the usage as the fix; parameters as of `misuse`. */
  error(value: unknown, message: string, option?: string): ConfigurationError {
    return usageError(value, message, this.usage, option);
  }

  private parsed(args: readonly string[]) {
    const { options } = this;
    try {
      return parseArgs({ args: [...args], allowPositionals: true, tokens: true, options });
    } catch (error) {
      throw this.error(args.join(" "), error instanceof Error ? error.message : String(error));
    }
  }
}

/** The error for one thing that is wrong on the command line; parameters as of `misuse`. */
export function usageError(
  value: unknown,
  message: string,
  fix: string,
  option?: string,
): ConfigurationError {
  return new ConfigurationError([misuse(value, message, fix, option)]);
}

/**
 * One of several things that are wrong on the command line.
 *
 * @param value what was given
 * @param fix what to give instead, or the usage
 * @param option what it is about: an option, or a name for a positional; empty: the whole line, or the message says it
 */
export function misuse(
  value: unknown,
  message: string,
  fix: string,
  option = "",
): ConfigurationIssue {
  return { file: "command line", path: option, value, message, fix };
}

/**
 * Options that have no effect beside something else: they are refused, not ignored.
 *
 * @param given options of the command line, as `--name`
 * @param idle those without an effect there
 * @param beside what takes the effect away: an option, or an action
 * @param fix what to use instead
 */
export function idleOptions(
  given: ReadonlySet<string>,
  idle: readonly string[],
  beside: string,
  fix: string,
): readonly ConfigurationIssue[] {
  return idle
    .filter((option) => given.has(option))
    .map((option) =>
      misuse(`${beside} ${option}`, `${option} has no effect with ${beside}`, fix, option),
    );
}
