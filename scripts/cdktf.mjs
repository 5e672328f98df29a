#!/usr/bin/env node
/**
 * The CDKTF CLI, with the packages of development where they are missing. It
 * stands in node_modules/.bin until then, so that `npx cdktf deploy` works after `npm start`.
 */
import { fileURLToPath } from "node:url";
import { ensureInstalled, run } from "./install.mjs";

const CLI = new URL("../node_modules/cdktf-cli/bundle/bin/cdktf", import.meta.url);

await ensureInstalled({ everything: true });
const args = [fileURLToPath(CLI), ...process.argv.slice(2)];
process.exitCode = await run(process.execPath, args, process.cwd());
