import { environmentName, loadEnvironment } from "../../../environments";
import type { EnvironmentSpec } from "../../../environments/schema";

/**
 * The environment that a script works on.
 *
 * @throws ConfigurationError when it is unknown, or its data is wrong
 */
export function environmentOf(name: string): EnvironmentSpec {
  return loadEnvironment(environmentName(name), process.env);
}
