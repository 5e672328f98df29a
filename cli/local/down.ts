import { existsSync, rmSync } from "node:fs";
import type { Progress } from "../../runtime/progress";
import { readRegistration } from "../../testbed/registration";
import type { LocalArguments } from "./arguments";
import { destroyLocal } from "./deployment";
import { endTestbed } from "./end-testbed";
import { existing } from "./up";

/**
 * Ends a testbed and removes all that it left, or destroys the local
 * environment in the cluster that was named.
 */
export async function down({ name, context }: LocalArguments, say: Progress): Promise<void> {
  if (context !== undefined) {
    const cluster = existing(context);
    if (!existsSync(cluster.folder)) {
      say(
        `npm run local -- --context ${context} has deployed nothing: there is nothing to destroy`,
      );
      return;
    }
    await destroyLocal(cluster, say);
    rmSync(cluster.folder, { recursive: true, force: true });
    return;
  }
  const found = readRegistration(name);
  if (found === undefined) {
    say(`there is no testbed ${name}`);
    return;
  }
  say(`ending testbed ${name}`);
  const left = await endTestbed(name, found);
  say(
    `testbed ${name} is down${found.phase === "ready" && left > 0 ? `; ${left} processes were left and killed` : ""}`,
  );
}
