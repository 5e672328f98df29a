import { createHash } from "node:crypto";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import { projectFile } from "../../environments/project";
import { CommandFailure } from "../../runtime/failure";
import { cacheFolder } from "../../runtime/cache-folder";
import type { Progress } from "../../runtime/progress";

/** A virtual environment. */
export interface PythonEnvironmentProps {
  /** File that pins its packages, in the project. */
  readonly requirements: string;
  /** What it is made for, in messages. */
  readonly what: string;
  /**
   * What else a person can do where the packages cannot be had.
   *
   * @default nothing
   */
  readonly otherwise?: string;
}

/** RQ's versions that the workers are tried with, each with the client that the app's requirements resolve to beside it. */
const REQUIREMENTS = {
  "2": "testbed/worker/requirements.txt",
  "3": "testbed/worker/requirements-rq3.txt",
} as const;

/** `TESTBED_RQ`: the major version of RQ; 2 by default. */
function requirementsFile(wanted = process.env["TESTBED_RQ"] ?? "2"): string {
  if (wanted === "2" || wanted === "3") return REQUIREMENTS[wanted];
  throw new CommandFailure(
    `TESTBED_RQ is ${JSON.stringify(wanted)}`,
    `set it to ${Object.keys(REQUIREMENTS).join(" or ")}, or leave it out`,
  );
}

/**
 * An interpreter that has rq as the requirements of testbed/worker pin it.
 *
 * @throws CommandFailure when there is no Python, no such RQ, or the packages cannot be had
 */
export function ensurePython(progress: Progress): string {
  return pythonEnvironment(
    {
      requirements: requirementsFile(),
      what: "rq",
      otherwise: "start with --without-scaling",
    },
    progress,
  );
}

/**
 * An interpreter that has the packages of a file: a virtual environment in the
 * cache, made once.
 *
 * @throws CommandFailure when there is no Python or the packages cannot be had
 */
export function pythonEnvironment(props: PythonEnvironmentProps, progress: Progress): string {
  const file = projectFile(props.requirements);
  const requirements = readFileSync(file);
  const fingerprint = createHash("sha256").update(requirements).digest("hex").slice(0, 16);
  const folder = path.join(cacheFolder(), "testbed", `python-${fingerprint}`);
  const python = path.join(folder, "bin", "python");
  const finished = path.join(folder, "finished");
  if (existsSync(finished)) return python;
  progress(`making a Python environment with ${props.what}, once`);
  // An interrupted one is begun again: an environment cannot be moved into place.
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(path.dirname(folder), { recursive: true });
  run("python3", ["-m", "venv", folder], props);
  run(python, ["-m", "pip", "install", "--quiet", "--requirement", file], props);
  mkdirSync(`${finished}.arriving`);
  renameSync(`${finished}.arriving`, finished);
  return python;
}

function run(
  program: string,
  args: readonly string[],
  { otherwise }: PythonEnvironmentProps,
): void {
  const { status, stderr, error } = spawnSync(program, args, { encoding: "utf8" });
  if (status === 0) return;
  throw new CommandFailure(
    `${program} ${args.join(" ")} failed: ${error?.message ?? stderr.trim()}`,
    `install Python 3.9 or newer with venv and pip, and see that the Python package index answers${otherwise === undefined ? "" : `; or ${otherwise}`}`,
  );
}
