import type { Claim, Inventory } from "../../inventory/model";
import { mostReplicas } from "../../inventory/replicas";
import { VOLUME_TOPOLOGY } from "./claim-binding";
import { isOnOneNode, usersOf } from "./claim-sharing";
import type { Backing } from "./claim-volumes";
import { type Finding, findingAt } from "../engine/rule";

/**
 * A rollout that starts the new pod beside the old one, which still has the volume.
 * Default of maxSurge is 25 %, rounded up: https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#max-surge
 */
export function claimRollouts(
  claim: Claim,
  { can }: Backing,
  inventory: Inventory,
): readonly Finding[] {
  const modes = claim.accessModes.join();
  const onlyOnePod = modes === "ReadWriteOncePod";
  const attached = modes === "ReadWriteOnce" && can?.readWriteMany === false && !can.nodeBound;
  if (!onlyOnePod && !attached) return [];
  return usersOf(claim, inventory)
    .filter(
      (user) =>
        user.kind === "Deployment" &&
        !/^0%?$/.test(user.maxSurge ?? "") &&
        mostReplicas(user, inventory) === 1 &&
        (onlyOnePod || !isOnOneNode([user])),
    )
    .map((user) =>
      findingAt(user, {
        rule: VOLUME_TOPOLOGY,
        severity: "warning",
        message: onlyOnePod
          ? `rolls out a second pod while the first one has claim ${claim.name} (ReadWriteOncePod): it stays Pending`
          : `rolls out a second pod while the first one has claim ${claim.name} (ReadWriteOnce): on another node it waits for the volume (Multi-Attach error), and the rollout hangs`,
        fix: "strategy: { type: Recreate }",
      }),
    );
}
