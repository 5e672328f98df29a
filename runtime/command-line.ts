import { parseArgs } from "node:util";
import { ConfigurationError } from "../environments/errors";
import { usageError } from "./misuse";
import { optionIssues } from "./option-issues";
import { NO_COLOR_OPTION, withoutColors } from "./paint";
import { takenByNpm } from "./taken-by-npm";
import {
  type ExitStatuses,
  type Form,
  helpOf,
  type Options,
  usageOf,
  USUAL_STATUSES,
} from "./usage";

export { idleOptions, isOfCommandLine, misuse, usageError } from "./misuse";
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
  readonly options: T;
  private readonly call: string;

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
    this.call = props.call;
    this.takes = props.takes;
    this.usage = usageOf(props);
    this.statuses = props.statuses ?? USUAL_STATUSES;
    this.help = helpOf(this.usage, props, this.statuses);
  }

  /**
   * Reads options and positionals.
   *
   * @returns besides them, the options that were given, as `--name`
   * @throws HelpAsked for `--help`; ConfigurationError with the usage, for unknown options, missing values, an option with two values that takes one, and one that npm took
   */
  parse(args: readonly string[]) {
    if (args.includes("--help") || args.includes("-h")) throw new HelpAsked(this.help);
    if (args.includes(NO_COLOR_OPTION)) withoutColors();
    const { values, positionals, tokens } = this.parsed(
      args.filter((arg) => arg !== NO_COLOR_OPTION),
    );
    const given = tokens.flatMap((token) => (token.kind === "option" ? [`--${token.name}`] : []));
    return { values, positionals, given: new Set(given) };
  }

  /** The error for one thing that is wrong, with the usage as the fix; parameters as of `misuse`. */
  error(value: unknown, message: string, option?: string): ConfigurationError {
    return usageError(value, message, this.usage, option);
  }

  private parsed(given: readonly string[]) {
    const { options } = this;
    const args = [...given];
    const common = { args, allowPositionals: true, tokens: true, options } as const;
    const { tokens } = parseArgs({ ...common, strict: false });
    const names = tokens.flatMap((token) => (token.kind === "option" ? [token.name] : []));
    const issues = [
      ...takenByNpm(options, new Set(names), this.call, process.env),
      ...optionIssues(tokens, this),
    ];
    if (issues.length > 0) throw new ConfigurationError(issues);
    return parseArgs(common);
  }
}
