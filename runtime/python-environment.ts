import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import { projectFile } from "../environments/project";
import { cacheFolder } from "./cache-folder";
import { run } from "./process/run";
import type { Progress } from "./progress";

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

/** Environments that are being made, or were, by their folder. */
const made = new Map<string, Promise<string>>();

/**
 * An interpreter that has the packages of a file: a virtual environment in the
 * cache, made once, also for several that ask for it at the same time.
 *
 * @throws CommandFailure when there is no Python or the packages cannot be had
 */
export function pythonEnvironment(
  props: PythonEnvironmentProps,
  progress: Progress,
): Promise<string> {
  const folder = folderOf(props.requirements);
  const making = made.get(folder) ?? make(folder, props, progress);
  made.set(folder, making);
  return making;
}

/** The interpreter of an environment that was made before; undefined: it was not. */
export function madePythonEnvironment(requirements: string): string | undefined {
  const folder = folderOf(requirements);
  return existsSync(finishedIn(folder)) ? pythonIn(folder) : undefined;
}

function folderOf(requirements: string): string {
  const text = readFileSync(projectFile(requirements));
  const fingerprint = createHash("sha256").update(text).digest("hex").slice(0, 16);
  return path.join(cacheFolder(), "testbed", `python-${fingerprint}`);
}

function pythonIn(folder: string): string {
  return path.join(folder, "bin", "python");
}

function finishedIn(folder: string): string {
  return path.join(folder, "finished");
}

async function make(
  folder: string,
  props: PythonEnvironmentProps,
  progress: Progress,
): Promise<string> {
  const python = pythonIn(folder);
  const finished = finishedIn(folder);
  if (existsSync(finished)) return python;
  progress(`making a Python environment with ${props.what}, once`);
  // An interrupted one is begun again: an environment cannot be moved into place.
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(path.dirname(folder), { recursive: true });
  const requirements = projectFile(props.requirements);
  await must("python3", ["-m", "venv", folder], props);
  await must(python, ["-m", "pip", "install", "--quiet", "--requirement", requirements], props);
  mkdirSync(`${finished}.arriving`);
  renameSync(`${finished}.arriving`, finished);
  return python;
}

async function must(
  program: string,
  args: readonly string[],
  { otherwise }: PythonEnvironmentProps,
): Promise<void> {
  const ended = await run({ program, args });
  if (ended.ok) return;
  throw ended.failure(
    `install Python 3.9 or newer with venv and pip, and see that the Python package index answers${otherwise === undefined ? "" : `; or ${otherwise}`}`,
  );
}
