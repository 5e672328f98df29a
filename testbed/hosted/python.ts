import { createHash } from "node:crypto";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import { projectFile } from "../../environments/project";
import { TestbedError } from "../errors";
import { cacheFolder } from "../programs";
import type { Progress } from "../progress";

const REQUIREMENTS = "testbed/worker/requirements.txt";

/**
 * An interpreter that has rq as testbed/worker/requirements.txt pins it: a
 * virtual environment in the cache, made once.
 *
 * @throws TestbedError when there is no Python or the packages cannot be had
 */
export function ensurePython(progress: Progress): string {
  const requirements = readFileSync(projectFile(REQUIREMENTS));
  const fingerprint = createHash("sha256").update(requirements).digest("hex").slice(0, 16);
  const folder = path.join(cacheFolder(), "testbed", `python-${fingerprint}`);
  const python = path.join(folder, "bin", "python");
  const finished = path.join(folder, "finished");
  if (existsSync(finished)) return python;
  progress("making a Python environment with rq, once");
  // An interrupted one is begun again: an environment cannot be moved into place.
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(path.dirname(folder), { recursive: true });
  run("python3", ["-m", "venv", folder]);
  run(python, ["-m", "pip", "install", "--quiet", "--requirement", projectFile(REQUIREMENTS)]);
  mkdirSync(`${finished}.arriving`);
  renameSync(`${finished}.arriving`, finished);
  return python;
}

function run(program: string, args: readonly string[]): void {
  const { status, stderr, error } = spawnSync(program, args, { encoding: "utf8" });
  if (status === 0) return;
  throw new TestbedError(
    `${program} ${args.join(" ")} failed: ${error?.message ?? stderr.trim()}`,
    "install Python 3.9 or newer with venv and pip, and see that the Python package index answers; or start with --without-scaling",
  );
}
