import { checkArguments } from "./check/arguments";
import { jsonReport, textReport } from "./check/report";
import { sarifLog } from "./check/sarif";
import { writeSarif } from "./check/sarif-file";
import { checkTarget } from "./check/targets";
import { ruleHolds } from "./checked";
import { EXIT, runCommand } from "./exit";

/** `npm run check`: the rules on synthesized environments, a folder of manifests, a cluster or a plan. */
void runCommand(async () => {
  const { target, output } = checkArguments(process.argv.slice(2));
  const checked = await checkTarget(target);
  if (output.sarif === "-") {
    process.stdout.write(sarifLog(target.source, checked));
  } else {
    process.stdout.write(output.json ? jsonReport(checked) : textReport(checked));
    if (output.sarif !== undefined) {
      writeSarif(output.sarif, sarifLog(target.source, checked));
    }
  }
  return checked.every(({ rules }) => rules.every(ruleHolds)) ? EXIT.ok : EXIT.ruleFails;
});
