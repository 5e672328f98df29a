import { readdirSync } from "node:fs";
import { EXIT, runCommand } from "../../runtime/exit";
import { CommandFailure } from "../../runtime/failure";
import { runSync } from "../../runtime/process/run-sync";
import { projectFile } from "../../environments/project";
import { actionlint } from "./lib/actionlint";
import { scriptArguments } from "../arguments";
import { CommandLine } from "../../runtime/command-line";
import { print } from "../../masking/output";

const COMMAND = new CommandLine({
  call: "node scripts/run.mjs scripts/ci/lint-workflows.ts",
  does: "Gives every workflow to actionlint.",
  takes: "",
  options: {},
});
const FOLDER = ".github/workflows";

/**
 * Every workflow through actionlint, which gives the scripts in them to
 * shellcheck where that is installed. Exit status 1: it found something, or
 * cannot be had. What the project itself asks of workflows is in
 * `__tests__/workflows.test.ts`.
 */
void runCommand(() => {
  scriptArguments(COMMAND);
  const command = actionlint();
  if (command === undefined) {
    throw new CommandFailure(
      "there is neither actionlint nor Go on PATH",
      "install actionlint (https://github.com/rhysd/actionlint), or Go, which gets it at the pinned version",
    );
  }
  const files = readdirSync(projectFile(FOLDER)).map((file) => `${FOLDER}/${file}`);
  const [program, ...args] = command;
  const { ok } = runSync({
    program,
    args: [...args, ...files],
    cwd: projectFile("."),
    straight: true,
  });
  if (ok) print(`${files.length} workflows: nothing to say\n`);
  return ok ? EXIT.ok : EXIT.failed;
});
