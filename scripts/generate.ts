import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { EXIT, runCommand } from "../runtime/exit";
import { references, written } from "./references";
import { projectFile } from "../environments/project";
import { scriptArguments } from "./arguments";
import { CommandLine } from "../runtime/command-line";
import { print } from "../masking/output";

const COMMAND = new CommandLine({
  call: "npm run generate",
  does: "Writes every generated document that changed.",
  takes: "",
  options: {},
});

/** `npm run generate`: writes every generated document that changed. */
void runCommand(() => {
  scriptArguments(COMMAND);
  for (const reference of references()) {
    if (written(reference) === reference.content) continue;
    mkdirSync(path.dirname(projectFile(reference.file)), { recursive: true });
    writeFileSync(projectFile(reference.file), reference.content);
    print(`written: ${reference.file}\n`);
  }
  return EXIT.ok;
});
