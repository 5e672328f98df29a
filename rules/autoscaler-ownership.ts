import { groupBy } from "../inventory/group-by";
import { indexOf, targetOf } from "../inventory/inventory-index";
import { describe, describePlace, type Inventory } from "../inventory/model";
import { type Finding, findingAt, type Rule } from "./rule";

const id = "autoscaler-ownership";

export const autoscalerOwnership: Rule = {
  id,
  title: "A workload has at most one autoscaler, and no fixed replicas beside it",
  why: "In staging an HPA already owned the Deployment, so KEDA refused the ScaledObject and the queue scaled nothing. KEDA's webhook looks at ScaledObjects only: an HPA that comes later is accepted, and then both change the replicas in turn.",
  severity: "error",
  remedy:
    "Keep one autoscaler per workload: the ScaledObject for queue workers, the HPA for the web front. Leave `replicas` out of a workload that has one, or every apply sets it back.",
  check: (inventory) => [...severalOwners(inventory), ...fixedReplicas(inventory)],
};

function severalOwners({ autoscalers }: Inventory): readonly Finding[] {
  const byTarget = groupBy(autoscalers, (autoscaler) => describe(targetOf(autoscaler)));
  return [...byTarget].flatMap(([target, owners]) => {
    // The ScaledObject stays: KEDA makes the HPA it needs by itself.
    const kept = owners.find(({ kind }) => kind === "ScaledObject") ?? owners[0];
    return owners
      .filter((owner) => owner !== kept && kept !== undefined)
      .map((owner) =>
        findingAt(owner, {
          rule: id,
          severity: "error",
          message: `${target} is scaled by ${owners.map(describe).join(" and ")}: they undo each other`,
          fix: `remove ${describe(owner)} (${describePlace(owner.place)})`,
        }),
      );
  });
}

function fixedReplicas(inventory: Inventory): readonly Finding[] {
  return inventory.workloads.flatMap((workload) => {
    const [owner] = indexOf(inventory).autoscalersOf(workload);
    if (owner === undefined || workload.replicas === undefined) return [];
    return [
      findingAt(workload, {
        rule: id,
        severity: "error",
        message: `fixes replicas at ${workload.replicas} beside ${describe(owner)}: every apply undoes the scaling`,
        fix: `leave replicas out of ${describe(workload)} (${describePlace(workload.place)}); ${describe(owner)} keeps at least ${owner.min}`,
      }),
    ];
  });
}
