import { Journal } from "../operation/journal";
import { startOperation } from "../operation/operation";
import { plansFolder } from "../operation/options";
import { applyStacks, type DeployOutcome } from "./apply-stacks";
import { decide } from "./decide";
import { requireCommitted } from "./guards";
import { requireEnforcedPolicies } from "./network-policies-guard";
import type { DeployOptions } from "./options";
import { unlock } from "./unlock";

export type { DeployOutcome } from "./apply-stacks";
export type { DeployOptions } from "./options";

/**
 * Plans stacks of an environment, gets the agreement, and applies them in order,
 * up to the first that fails. A plan that no longer holds when its turn comes is
 * made again, shown where it differs, and agreed to again.
 *
 * @throws ConfigurationError for wrong data; CommandFailure when nothing was applied: a rule fails, production is not committed, the cluster enforces no network policies, another deploy is at work, a plan fails, or the agreement is not given
 */
export async function deployEnvironment(options: DeployOptions): Promise<DeployOutcome> {
  // Before anything is synthesized: a deploy at work reads what that would write.
  const journal = await Journal.open(plansFolder(options), options.say);
  try {
    const operation = await startOperation(options);
    requireCommitted(operation.spec);
    await requireEnforcedPolicies(operation.spec, options.openNetwork, options.say);
    const forLocal = operation.spec.state.kind === "local" && journal.isAfterBreak;
    if (options.unlockReleases || forLocal) {
      await unlock(operation);
      journal.mends();
    }
    const decision = await decide(operation, options);
    return await applyStacks(operation, decision, options, journal);
  } finally {
    journal.close();
  }
}
