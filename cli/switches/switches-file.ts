import { readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { loadEnvironment } from "../../environments";
import { environmentFile } from "../../environments/environment-file";
import { projectFile } from "../../environments/project";
import type { EnvironmentName, Switches } from "../../environments/schema";
import { switches as schema } from "../../environments/schema/switches";
import { editJson, type JsonEdit } from "./edit-json";

/** The switches of an environment as they are written down. */
export interface SwitchesFile {
  /** Relative to the project. */
  readonly file: string;
  readonly text: string;
  readonly switches: Switches;
}

/** The file as it would be. */
export interface ChangedSwitches extends SwitchesFile {
  /** Values that differ, in the order of the file. */
  readonly edits: readonly JsonEdit[];
}

/**
 * Reads an environment's switches.
 *
 * @throws ConfigurationError with everything that is wrong with the environment as it is
 */
export function readSwitchesFile(name: EnvironmentName): SwitchesFile {
  loadEnvironment(name, {});
  const file = environmentFile(name, ["switches"]);
  const text = readFileSync(projectFile(file), "utf8");
  return { file, text, switches: parseSwitches(text) };
}

/** Switches of a text that is known to be valid. */
export function parseSwitches(text: string): Switches {
  return schema.parse(JSON.parse(text));
}

/** Values that are switched as one. */
function placesOf(switches: Switches): readonly JsonEdit[] {
  const { images, imageTags, chartVersions, claimMoves, addons } = switches;
  return [
    { path: ["images"], value: images },
    ...Object.entries(imageTags).map(([name, value]) => ({ path: ["imageTags", name], value })),
    { path: ["chartVersions"], value: chartVersions },
    { path: ["claimMoves"], value: claimMoves },
    { path: ["addons", "keda"], value: addons.keda },
  ];
}

/**
 * The file with other switches: the lines of what differs change, and no other.
 *
 * @throws Error when the text would not say what is wanted; a defect
 */
export function changeSwitches(from: SwitchesFile, wanted: Switches): ChangedSwitches {
  const before = placesOf(from.switches);
  const edits = placesOf(wanted).filter(
    (after) => !before.some((each) => isDeepStrictEqual(each, after)),
  );
  const text = editJson(from.text, edits);
  if (!isDeepStrictEqual(parseSwitches(text), wanted)) {
    throw new Error(`${from.file} would not say what is wanted:\n${text}`);
  }
  return { file: from.file, text, switches: wanted, edits };
}

/** Replaces a file's text at once: a reader finds the old or the new one. */
export function writeAtomically(file: string, text: string): void {
  const target = projectFile(file);
  const arriving = `${target}.${process.pid}.arriving`;
  writeFileSync(arriving, text, { mode: statSync(target).mode, flush: true });
  renameSync(arriving, target);
}
