import { setTimeout as sleep } from "node:timers/promises";
import { forget, isAlive, processesOf, type Registration } from "../../testbed/registration";

/** How the process that holds a testbed can be told from others. */
export const HOLDER = "testbed/hold.ts";
const STOP_TIMEOUT_MS = 60_000;

/**
 * Ends a testbed, also one that is still coming up, and removes all that it
 * left but the cache.
 *
 * @returns how many of its processes were left when its holder had ended
 */
export async function endTestbed(
  name: string,
  { pid, phase }: Pick<Registration, "pid" | "phase">,
): Promise<number> {
  if (isAlive(pid, HOLDER)) {
    // A holder that is still starting things cannot stop them: builds and processes get the signal themselves.
    if (phase === "starting") process.kill(-pid, "SIGINT");
    else process.kill(pid, "SIGTERM");
    const deadline = Date.now() + STOP_TIMEOUT_MS;
    while (isAlive(pid, HOLDER) && Date.now() < deadline) await sleep(200);
  }
  const left = processesOf(pid, name);
  for (const each of left) kill(each);
  forget(name);
  return left.length;
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended by itself since it was counted.
  }
}
