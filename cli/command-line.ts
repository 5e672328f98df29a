import { parseArgs, type ParseArgsConfig } from "node:util";
import { ConfigurationError, type ConfigurationIssue } from "../environments/errors";

/** Options that a command takes, as `node:util` describes them. */
export type Options = NonNullable<ParseArgsConfig["options"]>;

/**
 * Reads options and positionals.
 *
 * @param usage what the command takes
 * @throws ConfigurationError with the usage, for unknown options and missing values
 */
export function parseCommandLine<T extends Options>(
  args: readonly string[],
  usage: string,
  options: T,
) {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options });
  } catch (error) {
    throw usageError(args.join(" "), error instanceof Error ? error.message : String(error), usage);
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
