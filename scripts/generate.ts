import { writeFileSync } from "node:fs";
import { references, written } from "../cli/references";

/** `npm run generate`: writes every generated document that changed. */
for (const reference of references()) {
  if (written(reference) === reference.content) continue;
  writeFileSync(new URL(`../${reference.file}`, import.meta.url), reference.content);
  process.stdout.write(`written: ${reference.file}\n`);
}
