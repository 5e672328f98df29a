import { writeFileSync } from "node:fs";
import { z } from "zod";
import { fromCaller } from "../../runtime/caller";
import { EXIT, runCommand } from "../../runtime/exit";
import { CommandFailure } from "../../runtime/failure";
import { environmentName } from "../../environments";
import { scriptArguments } from "../arguments";
import { CommandLine } from "../../runtime/command-line";
import { writeOutputs, writeSummary } from "./lib/outputs";
import {
  planMarkdown,
  type PlanReport,
  planRefusal,
  planReport,
  refusalMarkdown,
} from "./lib/plan-markdown";
import { runProgram } from "./lib/run";

const COMMAND = new CommandLine({
  call: "node scripts/run.mjs scripts/ci/plan.ts",
  does: "Plans an environment, as a summary.",
  takes: "ENV",
  options: {
    synthesized: {
      type: "string",
      value: "FOLDER",
      does: "plans what a pull request's own run has synthesized; none of its code is run here",
    },
    markdown: { type: "string", value: "FILE", does: "writes the summary there, too" },
  },
});

/**
 * `npm run plan` for the pipeline: the plan as a summary, and whether there is
 * something to apply as the output `changes`. With `--synthesized`, of what a
 * pull request's own run has synthesized: none of its code is run here. Exit status 0: planned, with or
 * without changes.
 */
void runCommand(async () => {
  const { values, positionals } = scriptArguments(COMMAND);
  const [name = ""] = positionals;
  const given =
    values.synthesized === undefined ? [] : ["--synthesized", fromCaller(values.synthesized)];
  const { stdout } = await runProgram("cli/plan/index.ts", [
    environmentName(name),
    ...given,
    "--json",
  ]);
  const report = read(stdout);
  const refused = "error" in report;
  const markdown = refused ? refusalMarkdown(name, report) : planMarkdown(report);
  writeSummary(markdown);
  if (values.markdown !== undefined) writeFileSync(fromCaller(values.markdown), markdown);
  if (refused) return EXIT.failed;
  writeOutputs({ changes: String(report.outcome === "changes") });
  return report.outcome === "failed" ? EXIT.failed : EXIT.ok;
});

/** The report, or why there is none. */
function read(stdout: string): PlanReport | z.output<typeof planRefusal> {
  try {
    return z.union([planReport, planRefusal]).parse(JSON.parse(stdout));
  } catch {
    throw new CommandFailure(
      "npm run plan printed no report",
      "see what it said above: it ended before it could plan",
    );
  }
}
