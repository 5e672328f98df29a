import { writeFileSync } from "node:fs";
import { fromCaller } from "../../cli/check/caller";
import { EXIT, runCommand } from "../../cli/exit";
import { CommandFailure } from "../../cli/failure";
import { environmentName } from "../../environments";
import { scriptArguments } from "../arguments";
import { writeOutputs, writeSummary } from "./lib/outputs";
import { planMarkdown, type PlanReport, planReport } from "./lib/plan-markdown";
import { runProgram } from "./lib/run";

const USAGE =
  "node scripts/run.mjs scripts/ci/plan.ts ENV [--synthesized FOLDER] [--markdown FILE]";

/**
 * `npm run plan` for the pipeline: the plan as a summary, and whether there is
 * something to apply as the output `changes`. With `--synthesized`, of what a
 * pull request's own run has synthesized: none of its code is run here. Exit status 0: planned, with or
 * without changes.
 */
void runCommand(async () => {
  const { values, positionals } = scriptArguments(
    USAGE,
    { synthesized: { type: "string" }, markdown: { type: "string" } },
    1,
  );
  const [name = ""] = positionals;
  const given =
    values.synthesized === undefined ? [] : ["--synthesized", fromCaller(values.synthesized)];
  const { stdout } = await runProgram("cli/plan.ts", [environmentName(name), ...given, "--json"]);
  const report = read(stdout);
  const markdown = planMarkdown(report);
  writeSummary(markdown);
  if (values.markdown !== undefined) writeFileSync(fromCaller(values.markdown), markdown);
  writeOutputs({ changes: String(report.outcome === "changes") });
  return report.outcome === "failed" ? EXIT.failed : EXIT.ok;
});

function read(stdout: string): PlanReport {
  try {
    return planReport.parse(JSON.parse(stdout));
  } catch {
    throw new CommandFailure(
      "npm run plan printed no report",
      "see what it said above: it ended before it could plan",
    );
  }
}
