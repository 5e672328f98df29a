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

/** Wrong words on the command line. */
export function usageError(value: string, message: string, usage: string): ConfigurationError {
  return new ConfigurationError([misuse(value, message, usage)]);
}

/**
 * One of several things that are wrong on the command line.
 *
 * @param option the one that it is about; undefined: none, or the message says it
 */
export function misuse(
  value: unknown,
  message: string,
  fix: string,
  option = "",
): ConfigurationIssue {
  return { file: "command line", path: option, value, message, fix };
}
