import type { CheckArguments } from "./arguments";
import { jsonReport, textReport } from "./report";
import { sarifLog } from "./sarif";
import { writeSarif } from "./sarif-file";
import { checkTarget } from "./targets";
import { ruleHolds } from "../synthesis/checked";
import { EXIT } from "../../runtime/exit";
import { paintFor } from "../../runtime/paint";
import { print } from "../../masking/output";

/**
 * Checks what the arguments name, and prints the outcome.
 *
 * @returns the exit status
 * @throws ConfigurationError when it is not there, or the arguments do not go together
 */
export async function runCheck({ target, output }: CheckArguments): Promise<number> {
  const checked = await checkTarget(target);
  if (output.sarif === "-") {
    print(sarifLog(target.source, checked));
  } else {
    print(
      output.json
        ? jsonReport(checked)
        : textReport(checked, { paint: paintFor("stdout"), verbose: output.verbose }),
    );
    if (output.sarif !== undefined) {
      writeSarif(output.sarif, sarifLog(target.source, checked));
    }
  }
  return checked.every(({ rules }) => rules.every(ruleHolds)) ? EXIT.ok : EXIT.ruleFails;
}
