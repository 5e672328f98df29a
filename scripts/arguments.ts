import { type Options, parseCommandLine, usageError as wrongWords } from "../runtime/command-line";
import { ConfigurationError } from "../environments/errors";

/**
 * Reads the command line of a script.
 *
 * @param usage what the script takes, e.g. `ENV [--json]`
 * @param count how many positionals there must be
 * @throws ConfigurationError with the usage; HelpAsked for `--help`
 */
export function scriptArguments<T extends Options>(usage: string, options: T, count: number) {
  const parsed = parseCommandLine(process.argv.slice(2), `use: ${usage}`, options);
  if (parsed.positionals.length === count) return parsed;
  throw usageError(usage, `takes ${count} argument${count === 1 ? "" : "s"} besides options`);
}

/** Wrong words on the command line of a script. */
export function usageError(usage: string, message: string): ConfigurationError {
  return wrongWords(process.argv.slice(2).join(" "), message, `use: ${usage}`);
}

/**
 * The value of a variable of the process.
 *
 * @throws ConfigurationError saying what it is for, where it is not set
 */
export function requiredVariable(name: string, meaning: string): string {
  const value = process.env[name];
  if (value !== undefined && value !== "") return value;
  throw new ConfigurationError([
    {
      file: `environment variable ${name}`,
      path: "",
      value: undefined,
      message: "is not set",
      fix: `set it to ${meaning}`,
    },
  ]);
}
