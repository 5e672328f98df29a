import { readFileSync, writeFileSync } from "node:fs";
import { z } from "zod";
import { fromCaller } from "../../runtime/caller";
import { EXIT, runCommand } from "../../runtime/exit";
import { CommandFailure } from "../../runtime/failure";
import { projectFile } from "../../environments/project";
import { scriptArguments } from "../arguments";
import { CommandLine } from "../../runtime/command-line";
import { changelogSection } from "./lib/changelog";
import { print } from "../../masking/output";

const COMMAND = new CommandLine({
  call: "node scripts/run.mjs scripts/ci/release-notes.ts",
  does: "Writes what the changelog says of a version.",
  takes: "vX.Y.Z FILE.md",
  options: {},
});

/** Sees that a tag, package.json and the changelog speak of one version, and writes what the changelog says of it. */
void runCommand(() => {
  const [tag = "", file = ""] = scriptArguments(COMMAND).positionals;
  const { version } = z
    .object({ version: z.string() })
    .parse(JSON.parse(readFileSync(projectFile("package.json"), "utf8")));
  if (tag !== `v${version}`) {
    throw new CommandFailure(
      `the tag is ${tag}, package.json says ${version}`,
      "set the version in package.json and package-lock.json (npm version --no-git-tag-version), commit, and set the tag there",
    );
  }
  const notes = changelogSection(readFileSync(projectFile("CHANGELOG.md"), "utf8"), version);
  writeFileSync(fromCaller(file), notes);
  print(notes);
  return EXIT.ok;
});
