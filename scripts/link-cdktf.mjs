/**
 * Puts cdktf.mjs in place of the CLI's own program in node_modules/.bin, so that
 * `npx cdktf` installs what is missing and loads in half the time. Runs after every
 * install, so it is silent and never fails one.
 */
import { renameSync, symlinkSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const programs = fileURLToPath(new URL("../node_modules/.bin", import.meta.url));

try {
  const arriving = path.join(programs, `.cdktf.${process.pid}`);
  symlinkSync("../../scripts/cdktf.mjs", arriving);
  renameSync(arriving, path.join(programs, "cdktf"));
} catch {
  // No links here, or nothing is installed: `npx cdktf` starts what npm has put there.
}
