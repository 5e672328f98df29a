#!/usr/bin/env node
/**
 * The CDKTF CLI, with the packages of development where they are missing, and quicker. It
 * stands in node_modules/.bin (link-cdktf.mjs), so `npx cdktf deploy` works after `npm start`.
 */
import { fileURLToPath } from "node:url";
import { setFlagsFromString } from "node:v8";
import { ensureInstalled } from "./install.mjs";
import { loadCdktf } from "./load-cdktf.mjs";

const project = fileURLToPath(new URL("..", import.meta.url));

await ensureInstalled({ everything: true });
// The layout of its terminal output is asm.js: V8 compiles it whole for as long as a synthesis
// takes, unless it runs as JavaScript.
setFlagsFromString("--no-validate-asm");
loadCdktf(project, fileURLToPath(new URL("../node_modules/cdktf-cli/bundle/bin", import.meta.url)));
