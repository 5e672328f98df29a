import { projectFile } from "../environments/project";

/** Asks for the tests of what is not committed yet alone; what they read as data, or start, counts for nothing there. */
export const CHANGED = "--changed";

/** jest's own words, and before the first test how many files were chosen, of how many. */
const REPORTERS = ["default", projectFile("scripts/chosen-tests.mjs")];

/** Arguments of `npm test` as jest knows them. */
export function jestArguments(given: readonly string[]): readonly string[] {
  const changed = ["--onlyChanged", ...REPORTERS.map((reporter) => `--reporters=${reporter}`)];
  return given.flatMap((argument) => (argument === CHANGED ? changed : [argument]));
}
