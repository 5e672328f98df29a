import { mkdirSync } from "node:fs";
import path from "node:path";
import { cacheFolder } from "../cache-folder";

/**
 * Variables for Terraform run by this project: no questions, no calls home, and
 * one copy of every provider. With a plugin cache Terraform would still load a
 * provider again for a folder that has no lock file yet, hence the last one.
 */
export function terraformEnvironment(): Record<string, string> {
  const plugins = process.env["TF_PLUGIN_CACHE_DIR"] || path.join(cacheFolder(), "terraform");
  mkdirSync(plugins, { recursive: true });
  return {
    CHECKPOINT_DISABLE: "1",
    TF_IN_AUTOMATION: "1",
    TF_PLUGIN_CACHE_DIR: plugins,
    TF_PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE: "1",
  };
}
