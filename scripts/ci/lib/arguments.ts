import { parseArgs, type ParseArgsConfig } from "node:util";
import { ConfigurationError } from "../../../environments/errors";

type Options = NonNullable<ParseArgsConfig["options"]>;

/**
 * Reads the command line of a script of the pipeline.
 *
 * @param usage what the script takes, e.g. `ENV [--json]`
 * @param count how many positionals there must be
 * @throws ConfigurationError with the usage; `--help` is answered in the same way
 */
export function ciArguments<const T extends Options>(usage: string, options: T, count: number) {
  const parsed = parse(usage, options);
  if (parsed.positionals.length === count) return parsed;
  throw usageError(usage, `takes ${count} argument${count === 1 ? "" : "s"} besides options`);
}

function parse<const T extends Options>(usage: string, options: T) {
  try {
    return parseArgs({ args: process.argv.slice(2), allowPositionals: true, options });
  } catch (error) {
    throw usageError(usage, error instanceof Error ? error.message : String(error));
  }
}

/** Wrong words on the command line of a script. */
export function usageError(usage: string, message: string): ConfigurationError {
  const value = process.argv.slice(2).join(" ");
  const fix = `use: ${usage}`;
  return new ConfigurationError([{ file: "command line", path: "", value, message, fix }]);
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
