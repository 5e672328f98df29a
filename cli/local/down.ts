import { rmSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { Progress } from "../../testbed/progress";
import { forget, isAlive, readRegistration, testbedFolder } from "../../testbed/registration";
import type { LocalArguments } from "./arguments";
import { destroyLocal } from "./deployment";
import { existing, HOLDER } from "./up";

const STOP_TIMEOUT_MS = 60_000;

/**
 * Ends a testbed and removes all that it left, or destroys the local
 * environment in the cluster that was named.
 */
export async function down({ name, context }: LocalArguments, say: Progress): Promise<void> {
  if (context !== undefined) {
    const cluster = existing(context);
    await destroyLocal(cluster, say);
    rmSync(cluster.folder, { recursive: true, force: true });
    return;
  }
  const found = readRegistration(name);
  if (found === undefined) {
    say(`there is no testbed ${name}`);
    return;
  }
  if (isAlive(found.pid, HOLDER)) {
    process.kill(found.pid, "SIGTERM");
    const deadline = Date.now() + STOP_TIMEOUT_MS;
    while (isAlive(found.pid, HOLDER) && Date.now() < deadline) await sleep(200);
  }
  // Left over when the holder was killed: every process has the testbed's folder on its command line.
  const left = found.pids.filter((pid) => isAlive(pid, testbedFolder(name)));
  for (const pid of left) process.kill(pid, "SIGKILL");
  forget(name);
  say(
    `testbed ${name} is down${left.length === 0 ? "" : `; ${left.length} processes were left and killed`}`,
  );
}
