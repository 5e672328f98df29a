import { cpSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type * as Environments from "../../environments";
import { OTHER_PROJECT, projectFile } from "./other-project";
import { temporaryFolder } from "./temporary-folder";

/** What an attempt at loading environments came to. */
interface Loaded {
  readonly names: readonly string[];
  /** Place, value and text of each issue. */
  readonly issues: readonly object[];
}

/** Goes on in a folder that has the project's environments and nothing else. */
export function otherEnvironments(): void {
  const folder = temporaryFolder();
  for (const name of readdirSync("environments").filter((file) => /\.(ts|json)$/.test(file))) {
    cpSync(path.join("environments", name), path.join(folder, "environments", name));
  }
  cpSync("applications", path.join(folder, "applications"), { recursive: true });
  cpSync("charts.yaml", path.join(folder, "charts.yaml"));
  process.env[OTHER_PROJECT] = folder;
}

/** @param name relative to `environments/`; `../applications/…` for an application's */
export function writeEnvironmentFile(name: string, text: string): void {
  writeFileSync(projectFile(`environments/${name}`), text);
}

export function readEnvironmentFile(name: string): string {
  return readFileSync(projectFile(`environments/${name}`), "utf8");
}

/** Replaces a text in a file; one that is not there is a mistake of the test. */
export function editEnvironmentFile(name: string, from: string, to: string): void {
  const text = readEnvironmentFile(name);
  if (!text.includes(from)) throw new Error(`${name} has no ${from}`);
  writeEnvironmentFile(name, text.replace(from, to));
}

/** Loads environments by name as a new process would; all of them if none is named. */
export async function load(...given: readonly string[]): Promise<Loaded> {
  jest.resetModules();
  const environments: typeof Environments = await import("../../environments");
  try {
    const names = environments.environmentNames(given);
    const specs = environments.loadEnvironments(names, {});
    environments.loadRehearsals(names, {});
    return { names: specs.map(({ name }) => name), issues: [] };
  } catch (error) {
    if (error instanceof Error && "issues" in error && Array.isArray(error.issues)) {
      return { names: [], issues: error.issues };
    }
    throw error;
  }
}
