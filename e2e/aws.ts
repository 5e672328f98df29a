import { mkdirSync, rmSync } from "node:fs";
import { renderTable } from "../runtime/table";
import { CommandLine } from "../runtime/command-line";
import { EXIT, runCommand } from "../runtime/exit";
import { JSON_OPTION } from "../runtime/options";
import { projectFile } from "../environments/project";
import { CommandFailure } from "../runtime/failure";
import { seconds } from "../runtime/progress";
import { IF_POSSIBLE_OPTION } from "./arguments";
import { tryAws } from "./aws/try-aws";
import type { AwsRun } from "./aws/try-aws";
import { INTERRUPTED, interruption } from "./interruption";
import { print, say } from "../masking/output";

const COMMAND = new CommandLine({
  call: "npm run test:aws --",
  does: "Applies production's AWS stacks to a stand-in on 127.0.0.1, and tells what second-day changes do.",
  takes: "[CHANGE...]",
  options: { ...JSON_OPTION, ...IF_POSSIBLE_OPTION },
});

/**
 * `npm run test:aws -- [CHANGE...] [--json] [--if-possible]`: applies production's
 * AWS stacks to a stand-in on 127.0.0.1, and tells what second-day changes do. A
 * run in which something cannot be had has not passed; with `--if-possible` its
 * status is 0 all the same.
 */
void runCommand(async () => {
  const { values, positionals } = COMMAND.parse(process.argv.slice(2));
  // No AWS stack has a chart, and a mirror would count for the environment that is rehearsed alone.
  delete process.env["CHART_MIRROR"];
  const folder = projectFile(`.testbed/aws-${process.pid}`);
  mkdirSync(folder, { recursive: true });
  const signal = interruption(say);
  try {
    const run = await tryAws(folder, positionals, say, signal);
    print(values.json ? `${JSON.stringify(run, null, 2)}\n` : render(run));
    if (run.passed) rmSync(folder, { recursive: true, force: true });
    else say(`what is left to look at: ${folder}`);
    return run.passed ? EXIT.ok : EXIT.failed;
  } catch (error) {
    if (signal.aborted) {
      say("interrupted: nothing of it runs any more");
      rmSync(folder, { recursive: true, force: true });
      return INTERRUPTED;
    }
    if (!(error instanceof CommandFailure) || !values["if-possible"]) throw error;
    rmSync(folder, { recursive: true, force: true });
    print(`AWS test NOT RUN: ${error.message}\nfix: ${error.remedy}\n`);
    return EXIT.ok;
  }
});

function render({ provider, milliseconds, steps }: AwsRun): string {
  const rows = steps.map(({ name, title, result, planned, sent, refused, seen }) => {
    const answer = refused === undefined ? "" : `\nREFUSED: ${refused}`;
    return [name, result, planned, `${sent}${answer}`, `${title}\n→ ${seen}`];
  });
  const table = renderTable({ head: ["change", "result", "planned", "sent", "seen"], rows });
  const count = (result: string) => steps.filter((step) => step.result === result).length;
  return `${table}\n${count("passed")} passed, ${count("failed")} failed, aws provider ${provider}, ${seconds(milliseconds)}\n`;
}
