import { existsSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { callerFolder } from "../../runtime/caller";
import { runCommand } from "../../runtime/exit";
import { annotations } from "./lib/annotations";
import { scriptArguments } from "../arguments";
import { CommandLine } from "../../runtime/command-line";
import { runProgram } from "./lib/run";
import { print } from "../../masking/output";

const COMMAND = new CommandLine({
  call: "node scripts/run.mjs scripts/ci/rules.ts",
  does: "Checks every environment; findings as annotations and SARIF.",
  takes: "FILE.sarif",
  options: {},
});

/**
 * `npm run check` for the pipeline: every environment, findings as annotations
 * and as a SARIF log for code scanning. Exit status as of `npm run check`.
 */
void runCommand(async () => {
  const { positionals } = scriptArguments(COMMAND);
  const file = path.resolve(callerFolder(), positionals[0] ?? "");
  rmSync(file, { force: true });
  const { status, stdout } = await runProgram("cli/check/index.ts", ["--sarif", file]);
  print(stdout);
  // Wrong data ends the check before it has a log.
  if (existsSync(file)) {
    const log: unknown = JSON.parse(readFileSync(file, "utf8"));
    for (const line of annotations(log)) print(`${line}\n`);
  }
  return status;
});
