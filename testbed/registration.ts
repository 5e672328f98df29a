import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { projectFile } from "../environments/project";
import { runSync } from "../runtime/process/run-sync";

const registration = z.object({
  phase: z.enum(["starting", "ready", "failed"]),
  /** The process that holds the testbed. */
  pid: z.int(),
  /** Every process that belongs to it. */
  pids: z.array(z.int()).readonly(),
  kubeconfig: z.string(),
  /** `https://127.0.0.1:PORT`. */
  server: z.string(),
  /** KEDA, Redis and the workers are real processes. */
  scaling: z.boolean(),
  /** What happened since the start, oldest first: builds, crashes, nodes that come and go. */
  events: z.array(z.string()).readonly(),
  /** Why it is not up, with the remedy; empty unless `phase` is `failed`. */
  failure: z.string(),
});

/** What the process that holds a testbed says of it, for commands that come later. */
export type Registration = z.output<typeof registration>;

/** Where a testbed keeps everything but the cache. */
export function testbedFolder(name: string): string {
  return projectFile(`.testbed/${name}/data`);
}

/** Beside the folder, so that it is there before and after it. */
function registrationFile(name: string): string {
  return projectFile(`.testbed/${name}/testbed.json`);
}

/** Log of the process that holds the testbed. */
export function holderLog(name: string): string {
  return projectFile(`.testbed/${name}/testbed.log`);
}

/** Undefined when there is no such testbed. */
export function readRegistration(name: string): Registration | undefined {
  const file = registrationFile(name);
  if (!existsSync(file)) return undefined;
  return registration.parse(JSON.parse(readFileSync(file, "utf8")));
}

export function writeRegistration(name: string, current: Registration): void {
  const file = registrationFile(name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(`${file}.arriving`, `${JSON.stringify(current, null, 2)}\n`);
  renameSync(`${file}.arriving`, file);
}

/** Removes everything that a testbed left in the project. */
export function forget(name: string): void {
  rmSync(path.dirname(registrationFile(name)), { recursive: true, force: true });
}

/**
 * Processes that the holder of a testbed has started, by what they have of it:
 * its group, and the testbed's folder on their command line.
 */
export function processesOf(holder: number, name: string): readonly number[] {
  const { stdout } = runSync({ program: "ps", args: ["-eo", "pid=,pgid=,args="] });
  return stdout.split("\n").flatMap((line) => {
    const [pid, group] = line.trim().split(/\s+/, 2).map(Number);
    const isOurs = group === holder && line.includes(testbedFolder(name));
    return pid !== undefined && isOurs ? [pid] : [];
  });
}

/** Whether a process lives and is what it was: numbers of processes are used again. */
export function isAlive(pid: number, marker: string): boolean {
  const { ok, stdout } = runSync({ program: "ps", args: ["-o", "command=", "-p", String(pid)] });
  return ok && stdout.includes(marker);
}
