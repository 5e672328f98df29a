import { chosenApplication } from "../../environments/applications";
import type { ApplicationSpec, EnvironmentSpec } from "../../environments/schema";

/** The application of an environment that runs one. */
export function onlyApplication(spec: EnvironmentSpec): ApplicationSpec {
  return chosenApplication(spec, undefined);
}

/** The environment with another such application in its place. */
export function withApplication(
  spec: EnvironmentSpec,
  changes: Partial<ApplicationSpec>,
): EnvironmentSpec {
  return { ...spec, applications: [{ ...onlyApplication(spec), ...changes }] };
}
