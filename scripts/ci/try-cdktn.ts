import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { projectFile } from "../../environments/project";
import { show } from "../../masking/output";
import { CommandLine } from "../../runtime/command-line";
import { EXIT, runCommand } from "../../runtime/exit";
import { scriptArguments } from "../arguments";
import { summarizeChanges, toMarkdown } from "../summarize-changes";
import { CDKTN, verdict, withCdktn } from "./lib/cdktn";
import { writeSummary } from "./lib/outputs";
import { run } from "./lib/run";

const COMMAND = new CommandLine({
  call: "node scripts/run.mjs scripts/ci/try-cdktn.ts",
  does: "Synthesizes with cdktf and with its continuation, and compares all stacks.",
  takes: "",
  options: {},
});

/**
 * Steps 1 and 2 of the way out (docs/adr/0001): the files that git knows are synthesized here and in a
 * copy whose cdktf is cdktn. Exit status 0: equal; 1: not, or it could not be installed or synthesized.
 */
void runCommand(async () => {
  scriptArguments(COMMAND);
  const folder = mkdtempSync(path.join(tmpdir(), "fluxibri-cdktn-"));
  try {
    const before = path.join(folder, "cdktf");
    const copy = path.join(folder, "project");
    await synthesize(projectFile("."), before);
    await copyProject(copy);
    const manifest = path.join(copy, "package.json");
    writeFileSync(manifest, withCdktn(readFileSync(manifest, "utf8")));
    const install = ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
    const installed = await run("npm", install, { cwd: copy });
    if (!installed.ok) {
      throw installed.failure(`see that npm can have cdktn ${CDKTN}, and what it says above`);
    }
    const after = path.join(folder, "cdktn");
    await synthesize(copy, after);
    const summary = summarizeChanges(before, after);
    const { same, line } = verdict(summary);
    show(`${line}\n`);
    if (!same) writeSummary(toMarkdown(summary));
    return same ? EXIT.ok : EXIT.failed;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

/** What git knows of, and what is new: no packages, no states, nothing that was built. */
async function copyProject(copy: string): Promise<void> {
  const args = ["ls-files", "-z", "--cached", "--others", "--exclude-standard", "--deduplicate"];
  const listed = await run("git", args);
  if (!listed.ok) throw listed.failure("run it in a clone of the project");
  for (const file of listed.stdout.split("\0").filter(Boolean)) {
    cpSync(projectFile(file), path.join(copy, file));
  }
}

async function synthesize(project: string, output: string): Promise<void> {
  const ended = await run(process.execPath, ["--import", "tsx", "main.ts"], {
    cwd: project,
    env: { CDKTF_OUTDIR: output, FLUXIBRI_ENVIRONMENTS: "" },
  });
  if (!ended.ok) throw ended.failure("run npm start, and see what it says");
}
