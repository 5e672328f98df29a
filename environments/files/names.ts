import { readdirSync, readFileSync } from "node:fs";
import { z } from "zod";
import { projectFile } from "../project";
import { hasProject } from "../project-text";
import { environmentData, FOLDER } from "./environment-data";

const environmentName = z.string().brand<"EnvironmentName">();
/** Name of an environment whose files are there. */
export type EnvironmentName = z.output<typeof environmentName>;

const SWITCHES = /^([^.]+)\.switches\.json$/;
const DATA = /^([^.]+)\.ts$/;
/** Tells an environment's file from those that hold what environments share. */
const DATA_EXPORT = /^export const \w+\s*:\s*EnvironmentData\b/m;

/**
 * Environments by the files that are there, what is protected last. One of the
 * two files makes an environment: without the other it is wrong, not absent.
 */
export const ENVIRONMENT_NAMES: readonly EnvironmentName[] = ordered(found());

/** Whether there are files of an environment of this name. */
export function isEnvironmentName(name: string): name is EnvironmentName {
  const known: readonly string[] = ENVIRONMENT_NAMES;
  return known.includes(name);
}

function found(): readonly string[] {
  // What lies beside the one file of the check is of others.
  if (!hasProject()) return [];
  const folder = projectFile(FOLDER);
  const stems = readdirSync(folder).flatMap((file) => {
    const [, withSwitches] = SWITCHES.exec(file) ?? [];
    const [, withData] = DATA.exec(file) ?? [];
    if (withSwitches !== undefined) return [withSwitches];
    if (withData === undefined) return [];
    return DATA_EXPORT.test(readFileSync(`${folder}/${file}`, "utf8")) ? [withData] : [];
  });
  return [...new Set(stems)];
}

/** A file that cannot be read is no reason not to know its name: it says so when it is loaded. */
function ordered(names: readonly string[]): readonly EnvironmentName[] {
  const ranked = names.map((name) => ({ name, last: saysProtected(name) }));
  ranked.sort((a, b) => Number(a.last) - Number(b.last) || (a.name < b.name ? -1 : 1));
  return ranked.map(({ name }) => environmentName.parse(name));
}

function saysProtected(name: string): boolean {
  try {
    const { data } = z.object({ protected: z.boolean() }).safeParse(environmentData(name));
    return data?.protected !== false;
  } catch {
    return true;
  }
}
