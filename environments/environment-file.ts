import type { EnvironmentName } from "./schema";

/** File, relative to the project, that holds an environment's value at a path. */
export function environmentFile(name: EnvironmentName, path: readonly PropertyKey[]): string {
  return `environments/${name}.${path[0] === "switches" ? "switches.json" : "ts"}`;
}
