import { environmentName, environmentNames } from "../environments";
import { ENVIRONMENT_NAMES, type EnvironmentName } from "../environments/schema";
import { parseCommandLine, usageError } from "./command-line";

/** What the commands that work on environments take. */
export interface EnvironmentArguments {
  readonly environments: readonly EnvironmentName[];
  /** Print for machines. */
  readonly json: boolean;
}

/** The environments there are, as the usage of a command shows that it takes some of them. */
export const SOME_ENVIRONMENTS = ENVIRONMENT_NAMES.map((name) => `[${name}]`).join(" ");

const USAGE = `use: npm start -- ${SOME_ENVIRONMENTS} [--json]`;

/**
 * Reads `[environment...] [--json]`.
 *
 * @throws ConfigurationError for unknown options and unknown environments
 */
export function environmentArguments(args: readonly string[]): EnvironmentArguments {
  const { values, positionals } = parseCommandLine(args, USAGE, {
    json: { type: "boolean", default: false },
  });
  return { environments: environmentNames(positionals), json: values.json };
}

/**
 * The environment that a command must be given.
 *
 * @param given what stands where it is expected; undefined: nothing
 * @throws ConfigurationError if it is missing, with the usage, or unknown
 */
export function requiredEnvironment(given: string | undefined, usage: string): EnvironmentName {
  if (given === undefined) throw usageError("", "an environment is missing", usage);
  return environmentName(given);
}
