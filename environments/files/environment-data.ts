import { existsSync } from "node:fs";
import path from "node:path";
import { ConfigurationError } from "../errors";
import { projectFile } from "../project";
import { DataModules, type Exports, type OnImport } from "./modules";
import { TypeScriptFiles } from "./typescript";

const files = new TypeScriptFiles();
const modules = new DataModules(files);

/** Folder of the environments' files, relative to the project. */
export const FOLDER = "environments";

/** Name under which an environment's file exports its data: `productionUs` for `production-us`. */
export function exportName(environment: string): string {
  return environment.replace(/-+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/**
 * An environment's data as its file has it, not yet validated, and without its switches.
 *
 * @param environment stem of the file
 * @param onImport changes what the file gets of those that it imports. @default no change
 * @throws ConfigurationError naming what is missing or wrong in the file, and where
 */
export function environmentData(environment: string, onImport?: OnImport): unknown {
  const file = `${FOLDER}/${environment}.ts`;
  if (!existsSync(projectFile(file))) {
    throw problem(file, "", "is not there", [
      `restore it from version control, or remove ${FOLDER}/${environment}.switches.json as well`,
      "a new environment comes by npm run new-environment",
    ]);
  }
  const loader = onImport === undefined ? modules : new DataModules(files, onImport);
  return exportedData(environment, loader.load(path.resolve(projectFile(file))));
}

/**
 * What a file of the data exports.
 *
 * @throws ConfigurationError naming what is wrong in the file, and where
 */
export function loadModule(file: string): Exports {
  return modules.load(file);
}

/**
 * The data that a text would have as the file of an environment.
 *
 * @throws ConfigurationError as for a file
 */
export function dataOfText(environment: string, text: string): unknown {
  const file = path.resolve(projectFile(`${FOLDER}/${environment}.ts`));
  const loader = new DataModules(new TypeScriptFiles(new Map([[file, text]])));
  return exportedData(environment, loader.load(file));
}

function exportedData(environment: string, exported: Exports): unknown {
  const name = exportName(environment);
  if (Object.hasOwn(exported, name)) return exported[name];
  throw problem(`${FOLDER}/${environment}.ts`, name, `is not exported${others(exported)}`, [
    `write export const ${name}: EnvironmentData = { … }`,
  ]);
}

function others(exported: Exports): string {
  const names = Object.keys(exported);
  return names.length === 0 ? "; nothing is" : `; ${names.join(", ")} is`;
}

function problem(file: string, place: string, message: string, fixes: readonly string[]) {
  return new ConfigurationError([
    { file, path: place, value: undefined, message, fix: fixes.join("; ") },
  ]);
}
