import { ConfigurationError } from "../environments/errors";
import type { CommandLine, Options } from "../runtime/command-line";

/**
 * Reads the command line of a script, which takes all its positionals.
 *
 * @throws ConfigurationError with the usage; HelpAsked for `--help`
 */
export function scriptArguments<T extends Options>(command: CommandLine<T>) {
  const args = process.argv.slice(2);
  const parsed = command.parse(args);
  const count = command.takes.split(" ").filter((word) => word !== "").length;
  if (parsed.positionals.length === count) return parsed;
  const takes = `takes ${count} argument${count === 1 ? "" : "s"} besides options`;
  throw command.error(args.join(" "), takes);
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
