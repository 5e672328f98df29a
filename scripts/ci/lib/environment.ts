import { loadEnvironments, environmentNames } from "../../../environments";
import type { EnvironmentSpec } from "../../../environments/schema";

/**
 * The environment that a script is told to work on.
 *
 * @throws ConfigurationError when it is unknown, or its data is wrong
 */
export function environmentOf(name: string): EnvironmentSpec {
  const [spec] = loadEnvironments(environmentNames([name]), process.env);
  if (spec === undefined) throw new Error(`${name} was not loaded`);
  return spec;
}
