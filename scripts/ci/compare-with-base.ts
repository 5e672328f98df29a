import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { EXIT, runCommand } from "../../runtime/exit";
import { CommandFailure } from "../../runtime/failure";
import { projectFile } from "../../environments/project";
import { summarizeChanges, toMarkdown } from "../summarize-changes";
import { scriptArguments } from "../arguments";
import { CommandLine } from "../../runtime/command-line";
import { writeSummary } from "./lib/outputs";
import { run } from "./lib/run";
import { show } from "../../masking/output";

const COMMAND = new CommandLine({
  call: "node scripts/run.mjs scripts/ci/compare-with-base.ts",
  does: "What changes in the synthesized Terraform since a commit.",
  takes: "COMMIT",
  options: {},
});

/**
 * What changes in the synthesized Terraform from a commit to what `npm start`
 * wrote here. The commit is synthesized in a folder of its own; one that is
 * broken, or has no project yet, must not block its own fix and counts as none.
 */
void runCommand(async () => {
  const [commit = ""] = scriptArguments(COMMAND).positionals;
  const folder = mkdtempSync(path.join(tmpdir(), "fluxibri-base-"));
  const base = path.join(folder, "base");
  try {
    const { status } = await run("git", ["worktree", "add", "--quiet", "--detach", base, commit]);
    if (status !== 0) {
      throw new CommandFailure(
        `git has no commit ${commit} here`,
        "name one that was fetched: a pipeline's checkout needs fetch-depth 2",
      );
    }
    if (!(await isSynthesized(base))) {
      show(`${commit} was not synthesized: nothing to compare with\n`);
    }
    const output = path.join(base, "cdktf.out");
    writeSummary(toMarkdown(summarizeChanges(output, projectFile("cdktf.out"))));
    return EXIT.ok;
  } finally {
    await run("git", ["worktree", "remove", "--force", base]);
    rmSync(folder, { recursive: true, force: true });
  }
});

/** Synthesizes the project in a folder, with that folder's own packages and code. */
async function isSynthesized(folder: string): Promise<boolean> {
  if (!existsSync(path.join(folder, "main.ts"))) return false;
  const install = await run("npm", ["ci", "--ignore-scripts", "--loglevel=error"], { cwd: folder });
  if (install.status !== 0) return false;
  const synthesis = await run(process.execPath, ["--import", "tsx", "main.ts"], { cwd: folder });
  return synthesis.status === 0;
}
