import { writeFileSync } from "node:fs";
import { projectFile } from "../environments/project";
import { references, written } from "../cli/references";

/** `npm run generate`: writes every generated document that changed. */
for (const reference of references()) {
  if (written(reference) === reference.content) continue;
  writeFileSync(projectFile(reference.file), reference.content);
  process.stdout.write(`written: ${reference.file}\n`);
}
