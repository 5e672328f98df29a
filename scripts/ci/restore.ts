import { EXIT, runCommand } from "../../runtime/exit";
import { CommandFailure } from "../../runtime/failure";
import { environmentFile } from "../../environments/environment-file";
import { scriptArguments } from "../arguments";
import { CommandLine } from "../../runtime/command-line";
import { environmentOf } from "./lib/environment";
import { run, runProgram } from "./lib/run";
import { print } from "../../masking/output";

const COMMAND = new CommandLine({
  call: "node scripts/run.mjs scripts/ci/restore.ts",
  does: "Makes an environment again what the last commit says.",
  takes: "ENV",
  options: {},
});

/**
 * Makes an environment again what the last commit says: its switches from git,
 * then a deploy. A deploy that broke off is completed by it; one that did
 * nothing is followed by an empty plan.
 */
void runCommand(async () => {
  const [environment = ""] = scriptArguments(COMMAND).positionals;
  const { name } = environmentOf(environment);
  const file = environmentFile(name, ["switches"]);
  const { status } = await run("git", ["checkout", "HEAD", "--", file]);
  if (status !== 0) {
    throw new CommandFailure(
      `git has no committed ${file}`,
      "this is for a checkout; elsewhere set the switches back by hand and run npm run deploy",
    );
  }
  const deployed = await runProgram("cli/deploy/index.ts", [name, "--yes"]);
  print(deployed.stdout);
  return deployed.status === 0 ? EXIT.ok : EXIT.failed;
});
