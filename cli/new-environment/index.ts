import { loadEnvironments } from "../../environments";
import { projectFile } from "../../environments/project";
import { ENVIRONMENT_NAMES } from "../../environments/schema";
import { EXIT, runCommand } from "../../runtime/exit";
import { CommandFailure } from "../../runtime/failure";
import { runSync } from "../../runtime/process/run-sync";
import { newEnvironmentArguments } from "./arguments";
import { decisions } from "./decisions";
import { draftEnvironment } from "./draft";
import { writeDraft } from "./write";
import { print } from "../../masking/output";

/**
 * `npm run new-environment -- NAME --from ENV`: writes an environment's file and
 * its switches, as a copy that shares nothing that only one can have, and the
 * generated pages; says what a person has still to decide.
 */
void runCommand(async () => {
  const args = newEnvironmentArguments(process.argv.slice(2));
  const draft = draftEnvironment(args);
  const before = loadEnvironments(ENVIRONMENT_NAMES, {});
  await writeDraft(draft);
  const lines = [
    ...draft.files.map(({ file }) => `written: ${file}`),
    "",
    `Not as in ${args.from}:`,
    ...draft.unique.map(({ path, after }) => `  ${path.join(".")}: ${after}`),
    "",
    "To be decided or made by a person:",
    ...decisions(draft.spec, before).map((line) => `  - ${line}`),
    "",
    `Then: npm start -- ${args.name}; npm test; commit. Deploy with npm run deploy -- ${args.name}`,
  ];
  print(`${lines.join("\n")}\n`);
  generate();
  return EXIT.ok;
});

/** In a process of its own: this one knows the environments that were there when it began. */
function generate(): void {
  const args = ["scripts/run.mjs", "scripts/generate.ts"];
  if (runSync({ program: process.execPath, args, cwd: projectFile("."), straight: true }).ok)
    return;
  throw new CommandFailure(
    "the environment's files are written; the generated pages are not",
    "put right what is said above, then npm run generate",
  );
}
