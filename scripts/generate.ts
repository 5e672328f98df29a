import { writeFileSync } from "node:fs";
import { parseCommandLine, usageError } from "../cli/command-line";
import { EXIT, runCommand } from "../cli/exit";
import { references, written } from "../cli/references";
import { projectFile } from "../environments/project";

const USAGE = "use: npm run generate";

/** `npm run generate`: writes every generated document that changed. */
void runCommand(() => {
  const { positionals } = parseCommandLine(process.argv.slice(2), USAGE, {});
  if (positionals.length > 0) throw usageError(positionals.join(" "), "takes nothing", USAGE);
  for (const reference of references()) {
    if (written(reference) === reference.content) continue;
    writeFileSync(projectFile(reference.file), reference.content);
    process.stdout.write(`written: ${reference.file}\n`);
  }
  return EXIT.ok;
});
