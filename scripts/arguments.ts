import { ConfigurationError, type ConfigurationIssue } from "../environments/errors";
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

/** A variable of the process that a script needs. */
export interface RequiredVariable {
  /** What it has to be set to. */
  readonly meaning: string;
  /** What is wrong with a value; undefined: nothing. */
  readonly problem?: (value: string) => string | undefined;
  /** @default none: it has to be set */
  readonly otherwise?: string;
}

/**
 * Values of variables of the process.
 *
 * @throws ConfigurationError with every one that is not set or cannot be what it is for; no secret is in it
 */
export function requiredVariables<Name extends string>(
  variables: Readonly<Record<Name, RequiredVariable>>,
): (name: Name) => string {
  const issues: ConfigurationIssue[] = [];
  const found = new Map<string, string>();
  for (const [name, variable] of Object.entries<RequiredVariable>(variables)) {
    const { meaning, problem, otherwise = "" } = variable;
    const value = process.env[name] || otherwise;
    found.set(name, value);
    const message = value === "" ? "is not set" : problem?.(value);
    if (message === undefined) continue;
    const file = `environment variable ${name}`;
    issues.push({
      file,
      path: "",
      value: value || undefined,
      message,
      fix: `set it to ${meaning}`,
    });
  }
  if (issues.length > 0) throw new ConfigurationError(issues);
  return (name) => found.get(name) ?? "";
}

/**
 * The value of one variable of the process.
 *
 * @throws ConfigurationError saying what it is for, where it is not set
 */
export function requiredVariable(name: string, meaning: string): string {
  return requiredVariables({ [name]: { meaning } })(name);
}
