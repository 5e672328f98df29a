import { cpSync } from "node:fs";
import path from "node:path";
import type * as Actual from "../../cli/synthesis/synthesize";
import { temporaryFolder } from "./temporary-folder";

/**
 * The real synthesis, once for the same data, and copied from then on:
 *
 *     jest.mock("../../cli/synthesis/synthesize", () => jest.requireActual("../support/synthesize-once"));
 */
const done = new Map<string, { readonly folder: string; readonly result: Actual.Synthesis }>();

export const synthesize: typeof Actual.synthesize = (specs, outdir, rehearsals) => {
  const key = JSON.stringify(specs);
  const known = done.get(key) ?? run();
  done.set(key, known);
  if (outdir !== undefined) cpSync(known.folder, outdir, { recursive: true });
  return known.result;

  function run() {
    const actual = jest.requireActual<typeof Actual>("../../cli/synthesis/synthesize");
    const folder = path.join(temporaryFolder(), "cdktf.out");
    return { folder, result: actual.synthesize(specs, folder, rehearsals) };
  }
};
