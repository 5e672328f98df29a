import { mkdirSync } from "node:fs";
import { fromCaller } from "../../runtime/caller";
import { EXIT, runCommand } from "../../runtime/exit";
import { CommandFailure } from "../../runtime/failure";
import { APP } from "./lib/app";
import { scriptArguments } from "../arguments";
import { CommandLine } from "../../runtime/command-line";
import { writeOutputs } from "./lib/outputs";
import { run } from "./lib/run";
import { print } from "../../masking/output";

const COMMAND = new CommandLine({
  call: "node scripts/run.mjs scripts/ci/app-source.ts",
  does: "Gets the app's repository at one commit.",
  takes: "FOLDER",
  options: {
    ref: {
      type: "string",
      value: "REF",
      mayBeEmpty: true,
      does: "commit, tag or branch, in place of the pinned commit",
    },
    repository: { type: "string", default: APP.repository, value: "URL", does: "repository" },
  },
});

/**
 * The app's repository at one commit, without its history. Outputs: `commit`,
 * and `tag`, the short commit that images are named by.
 */
void runCommand(async () => {
  const { values, positionals } = scriptArguments(COMMAND);
  const ref = values.ref || APP.commit;
  // Git would take a leading hyphen for an option.
  if (!/^[A-Za-z0-9][A-Za-z0-9._/-]*$/.test(ref)) {
    throw COMMAND.error(process.argv.slice(2).join(" "), `${ref} is no commit, tag or branch`);
  }
  const cwd = fromCaller(positionals[0] ?? "");
  mkdirSync(cwd, { recursive: true });
  for (const args of [
    ["init", "--quiet"],
    ["fetch", "--quiet", "--depth=1", "--", values.repository, ref],
    ["checkout", "--quiet", "--force", "--detach", "FETCH_HEAD"],
  ]) {
    const { status } = await run("git", args, { cwd });
    if (status === 0) continue;
    throw new CommandFailure(
      `git ${args[0]} failed for ${ref} of ${values.repository}`,
      "a commit is named in full (40 digits): servers do not give out short ones",
    );
  }
  const commit = (await run("git", ["rev-parse", "HEAD"], { cwd })).stdout.trim();
  const tag = commit.slice(0, 7);
  writeOutputs({ commit, tag });
  print(`${commit}\n`);
  return EXIT.ok;
});
