import { readFileSync, writeFileSync } from "node:fs";
import { projectFile } from "../environments/project";
import { print } from "../masking/output";
import { ADDON_LIST_FILE, addonList } from "./references/addon-list";

/**
 * First step of `npm run generate`: writes the list of the charts' objects. It is a step of its
 * own that loads no add-on: with the list as it was before, what does could not be loaded.
 */
const file = projectFile(ADDON_LIST_FILE);
const content = addonList();
if (readFileSync(file, "utf8") !== content) {
  writeFileSync(file, content);
  print(`written: ${ADDON_LIST_FILE}\n`);
}
