import { FOLDER } from "./files/environment-data";
import type { EnvironmentName } from "./files/names";
import { originOf } from "./files/origin";
import { switchesFile } from "./files/switches";
import type { ApplicationSpec, EnvironmentSpec } from "./schema";

/**
 * File, relative to the project, that holds an environment's value at a path:
 * its switches, its own file, or one that it imports.
 */
export function environmentFile(name: EnvironmentName, path: readonly PropertyKey[]): string {
  return path[0] === "switches" ? switchesFile(name) : originOf(name, path).file;
}

/**
 * The same for a value that may be another than the files say: one that a
 * variable of the process or the caller put there is in no file.
 */
export function fileOfValue(
  name: EnvironmentName,
  path: readonly PropertyKey[],
  value: unknown,
): string {
  if (path[0] === "switches") return switchesFile(name);
  const { file, json } = originOf(name, path);
  return JSON.stringify(value) === json ? file : `${FOLDER}/${name}.ts`;
}

/** File in which a value of an application is written: the environment's, or the application's own. */
export function applicationFile(
  { name, applications }: Pick<EnvironmentSpec, "name" | "applications">,
  application: Pick<ApplicationSpec, "name">,
  path: readonly PropertyKey[],
): string {
  const index = applications.findIndex((each) => each.name === application.name);
  return environmentFile(name, ["applications", index, ...path]);
}
