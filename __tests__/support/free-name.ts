import { isEnvironmentName } from "../../environments/files/names";

/**
 * A name for an environment that a test adds: the wanted one, or one like it when the
 * project has such an environment. Tests hold whatever environments people add.
 */
export function freeName(wanted: string): string {
  return isEnvironmentName(wanted) ? freeName(`${wanted}-too`) : wanted;
}
