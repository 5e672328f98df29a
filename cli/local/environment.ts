import { environmentName } from "../../environments";
import type { EnvironmentName } from "../../environments/schema";

/**
 * The environment that `npm run local` deploys.
 *
 * @throws ConfigurationError when its files are not there
 */
export function localEnvironment(): EnvironmentName {
  return environmentName("local");
}
