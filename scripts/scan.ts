import { print, say } from "../masking/output";
import { EXIT, runCommand } from "../runtime/exit";
import { CommandLine } from "../runtime/command-line";
import { JSON_OPTION } from "../runtime/options";
import { scriptArguments } from "./arguments";
import { ACCEPTED_SCANS } from "./scan/accepted";
import { judge } from "./scan/judge";
import { scanByCheckov } from "./scan/objects-scan";
import { jsonReport, textReport } from "./scan/report";
import { scanByActionlint, scanByZizmor } from "./scan/workflows";

const COMMAND = new CommandLine({
  call: "npm run scan --",
  does: "Has scanners of others read the workflows and the synthesized objects.",
  takes: "",
  options: {
    "if-possible": {
      type: "boolean",
      default: false,
      does: "a scanner that cannot be had on this machine is no failure; it is said, and not counted",
    },
    ...JSON_OPTION,
  },
});

/**
 * `npm run scan`: actionlint, zizmor and checkov. Exit status 1: a finding that
 * is not accepted by name, an acceptance of something that is no more, or a
 * scanner that cannot be had.
 */
void runCommand(async () => {
  const { values } = scriptArguments(COMMAND);
  const results = [await scanByActionlint(), await scanByZizmor(say), await scanByCheckov(say)];
  const judgement = judge(results, ACCEPTED_SCANS);
  print(values.json ? jsonReport(results, judgement) : textReport(results, judgement));
  const missing = results.some(({ ran }) => !ran) && !values["if-possible"];
  const fails = judgement.open.length > 0 || judgement.stale.length > 0 || missing;
  return fails ? EXIT.failed : EXIT.ok;
});
