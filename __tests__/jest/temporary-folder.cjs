/**
 * A folder for all that tests leave in the machine's temporary one: an App without an
 * `outdir` alone leaves a folder each time. `temporary-folder-end.cjs` deletes it.
 */
const { mkdtempSync } = require("node:fs");
const { tmpdir } = require("node:os");
const path = require("node:path");
const { env } = require("node:process");

module.exports = () => {
  const folder = mkdtempSync(path.join(tmpdir(), "fluxibri-jest-"));
  // Workers, and what tests start, have the variables of this process.
  for (const name of ["TMPDIR", "TEMP", "TMP"]) env[name] = folder;
};
