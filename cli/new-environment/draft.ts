import { readFileSync } from "node:fs";
import { loadEnvironment, loadEnvironments } from "../../environments";
import { ConfigurationError, type ConfigurationIssue } from "../../environments/errors";
import { dataOfText } from "../../environments/files/environment-data";
import { environmentSwitches, switchesFile } from "../../environments/files/switches";
import { projectFile } from "../../environments/project";
import { ENVIRONMENT_NAMES, type EnvironmentSpec } from "../../environments/schema";
import { validate } from "../../environments/validate";
import { valueAt } from "../../environments/value-at";
import { misuse } from "../../runtime/command-line";
import type { NewEnvironmentArguments } from "./arguments";
import { sourceOf } from "./source";
import { IdleOption, type UniqueValue, uniqueValues } from "./unique-values";

/** Files of an environment, not written yet. */
export interface Draft {
  readonly spec: EnvironmentSpec;
  readonly files: readonly { readonly file: string; readonly text: string }[];
  /** Values that were not taken over. */
  readonly unique: readonly UniqueValue[];
}

/**
 * The files of a new environment, proven: they say what they should, and all of
 * it is valid. Nothing is written.
 *
 * @throws ConfigurationError with everything that is wrong, on the command line or in what would be written
 */
export function draftEnvironment(args: NewEnvironmentArguments): Draft {
  const from = loadEnvironment(args.from, {});
  const unique = uniqueOf(from, args);
  const file = `environments/${args.name}.ts`;
  const text = sourceOf(
    readFileSync(projectFile(`environments/${args.from}.ts`), "utf8"),
    args,
    unique,
  );
  const data = dataOfText(args.name, text);
  // Claims that are not there yet have nowhere to move from.
  const switches = { ...environmentSwitches(args.from), claimMoves: {} };
  const result = validate(args.name, { ...(typeof data === "object" ? data : {}), switches });
  if (!result.ok) throw new ConfigurationError(result.issues);
  const issues = [...left(result.spec, unique, file), ...clashes(result.spec, unique, file)];
  if (issues.length > 0) throw new ConfigurationError(issues);
  return {
    spec: result.spec,
    unique,
    files: [
      { file, text },
      { file: switchesFile(args.name), text: `${JSON.stringify(switches, null, 2)}\n` },
    ],
  };
}

function uniqueOf(from: EnvironmentSpec, args: NewEnvironmentArguments): readonly UniqueValue[] {
  try {
    return uniqueValues(from, args);
  } catch (error) {
    if (!(error instanceof IdleOption)) throw error;
    const { option } = error;
    throw new ConfigurationError([
      misuse(
        args.chosen[option],
        `--${option} says nothing: ${args.from} has no such value`,
        `leave it out, or begin with another environment: ${ENVIRONMENT_NAMES.join(", ")}`,
        `--${option}`,
      ),
    ]);
  }
}

/** What the text could not be given, because the other environment's file does not have it literally. */
function left(
  spec: EnvironmentSpec,
  unique: readonly UniqueValue[],
  file: string,
): readonly ConfigurationIssue[] {
  return unique
    .filter(({ path, after }) => valueAt(spec, path) !== after)
    .map(({ path, before, after }) => ({
      file,
      path: path.join("."),
      value: before,
      message: "would be taken over: it is not written in the file that this one begins with",
      fix: `write it there, so that the new one can have ${JSON.stringify(after)}`,
    }));
}

/** A chosen value may be another environment's already. Regions and zones may be shared. */
function clashes(
  spec: EnvironmentSpec,
  unique: readonly UniqueValue[],
  file: string,
): readonly ConfigurationIssue[] {
  const own = unique.filter(({ path }) => !path.includes("region") && !path.includes("zones"));
  return loadEnvironments(ENVIRONMENT_NAMES, {}).flatMap((other) =>
    own
      .filter(({ path, after }) => valueAt(other, path) === after)
      .map(({ path, after }) => ({
        file,
        path: path.join("."),
        value: after,
        message: `is ${other.name}'s already`,
        fix: `choose another for ${spec.name}`,
      })),
  );
}
