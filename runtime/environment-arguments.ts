import { environmentName } from "../environments";
import { ENVIRONMENT_NAMES, type EnvironmentName } from "../environments/schema";
import { usageError } from "./command-line";

/** The environments there are, as the usage of a command shows that it takes some of them. */
export const SOME_ENVIRONMENTS = ENVIRONMENT_NAMES.map((name) => `[${name}]`).join(" ");

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
