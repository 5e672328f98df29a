import type { Rehearsals } from "../../environments/rehearsals";
import type { Synthesis } from "../synthesis/synthesize";
import { DEFAULT_FILE } from "./default-file";
import { checkedOutCommit } from "./commit";
import { reportOf } from "./data/report";
import { writePage } from "./write-page";

/**
 * The page of a synthesis, at its usual place.
 *
 * @returns the file
 * @throws CommandFailure where it cannot be written
 */
export async function writeReport(
  synthesis: Synthesis,
  rehearsals: Rehearsals,
  outdir: string,
): Promise<string> {
  const context = { rehearsals, generated: new Date(), commit: checkedOutCommit(), outdir };
  await writePage(reportOf(synthesis, context), DEFAULT_FILE);
  return DEFAULT_FILE;
}
