import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { isObject, type JsonObject } from "../../inventory/json";
import { runSync } from "../../runtime/process/run-sync";

const STACK = "cdk.tf.json";
const LOCK = ".terraform.lock.hcl";

/**
 * A synthesized stack as a configuration version: its JSON and, where there is
 * one, the lock file of its providers, packed. Nothing else of the folder:
 * plans and provider binaries stay here.
 */
export function archive(folder: string): Buffer {
  const staged = mkdtempSync(path.join(tmpdir(), "fluxibri-configuration-"));
  try {
    const stack: unknown = JSON.parse(readFileSync(path.join(folder, STACK), "utf8"));
    // In lines: Terraform quotes the line of an error.
    writeFileSync(path.join(staged, STACK), JSON.stringify(withoutCloud(stack), null, 2));
    const lock = path.join(folder, LOCK);
    const files = existsSync(lock) ? [STACK, LOCK] : [STACK];
    if (files.includes(LOCK)) cpSync(lock, path.join(staged, LOCK));
    const packed = runSync({
      program: "tar",
      args: ["-czf", "-", ...files],
      cwd: staged,
      env: { COPYFILE_DISABLE: "1" },
    });
    if (packed.ok) return packed.bytes;
    throw packed.failure("install tar, or see what it says");
  } finally {
    rmSync(staged, { recursive: true });
  }
}

/**
 * The workspace is where the configuration is uploaded to, and the server sets
 * the backend. Some servers take the `cloud` block out of HCL only, not of JSON.
 */
function withoutCloud(stack: unknown): JsonObject {
  if (!isObject(stack)) throw new Error(`${STACK} is no object`);
  const settings = Object.entries(isObject(stack["terraform"]) ? stack["terraform"] : {});
  return { ...stack, terraform: Object.fromEntries(settings.filter(([key]) => key !== "cloud")) };
}
