import { checkArguments } from "./arguments";
import { jsonReport, textReport } from "./report";
import { sarifLog } from "./sarif";
import { writeSarif } from "./sarif-file";
import { checkTarget } from "./targets";
import { ruleHolds } from "../synthesis/checked";
import { EXIT, runCommand } from "../../runtime/exit";
import { print } from "../../masking/output";

/** `npm run check`: the rules on synthesized environments, a folder of manifests, a cluster or a plan. */
void runCommand(async () => {
  const { target, output } = checkArguments(process.argv.slice(2));
  const checked = await checkTarget(target);
  if (output.sarif === "-") {
    print(sarifLog(target.source, checked));
  } else {
    print(output.json ? jsonReport(checked) : textReport(checked));
    if (output.sarif !== undefined) {
      writeSarif(output.sarif, sarifLog(target.source, checked));
    }
  }
  return checked.every(({ rules }) => rules.every(ruleHolds)) ? EXIT.ok : EXIT.ruleFails;
});
