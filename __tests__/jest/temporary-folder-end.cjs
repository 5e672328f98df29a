const { rmSync } = require("node:fs");
const { tmpdir } = require("node:os");
const path = require("node:path");

/** Deletes the folder of `temporary-folder.cjs`, with what tests left in it. */
module.exports = () => {
  const folder = tmpdir();
  if (path.basename(folder).startsWith("fluxibri-jest-")) {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
};
