import os from "node:os";
import path from "node:path";

/** Folder of what is kept between runs; XDG_CACHE_HOME is respected. */
export function cacheFolder(): string {
  const base = process.env["XDG_CACHE_HOME"] || path.join(os.homedir(), ".cache");
  return path.join(base, "fluxibri-core");
}
