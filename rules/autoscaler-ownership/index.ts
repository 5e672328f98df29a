import { indexOf, targetOf } from "../../inventory/inventory-index";
import {
  type Autoscaler,
  describe,
  describePlace,
  type Inventory,
  type Workload,
  WORKLOAD_KINDS,
} from "../../inventory/model";
import { type Finding, findingAt, type Rule } from "../engine/rule";
import { hpaNames } from "./hpa-names";
import { sharedQueues } from "./shared-queues";
import { ownersElsewhere } from "./owners-elsewhere";
import { severalOwners } from "./target-owners";

const id = "autoscaler-ownership";

export const autoscalerOwnership: Rule = {
  id,
  title:
    "A workload has one autoscaler, which is there to scale it, and no fixed replicas beside it",
  why: "In staging an HPA already owned the Deployment, so KEDA refused the ScaledObject and the queue scaled nothing. The other way round nothing refuses: KEDA's webhook does not look at an HPA that comes later, and then both change the replicas in turn. In our clusters an admission policy of the platform stack refuses it (modules/autoscaling).",
  severity:
    "error; warning for an autoscaler in another folder, or in another file of a tutorial's folder, which may be an alternative, for a ScaledJob on a ScaledObject's queue, for fixed replicas in a file, which scale the workload back only when somebody applies it, and in a plan that leaves them as they are: `lifecycle.ignore_changes`, which a plan does not show, may keep them so. The replicas of a live workload, and of a state, are the autoscaler's own work",
  remedy:
    "Keep one autoscaler per workload: the ScaledObject for queue workers, the HPA for the web front. Leave `replicas` out of a workload that has one, or every apply sets it back.",
  check: (inventory, spec, { beside } = {}) => [
    ...severalOwners(inventory, id, beside?.folder),
    ...sharedQueues(inventory, id),
    ...hpaNames(inventory, id),
    // Content of no environment may be a part of what the cluster has.
    ...(spec === undefined ? [] : missingTargets(inventory)),
    ...fixedReplicas(inventory),
  ],
  across: (inventory, beside) =>
    beside === undefined ? [] : ownersElsewhere(inventory, beside, id),
};

/** Kinds that the inventory lists; whether a Rollout is there it cannot tell. */
const KNOWN_KINDS: ReadonlySet<string> = new Set(WORKLOAD_KINDS);

function missingTargets(inventory: Inventory): readonly Finding[] {
  const { workloads } = indexOf(inventory);
  return inventory.autoscalers.flatMap((autoscaler) => {
    const target = targetOf(autoscaler);
    const known = KNOWN_KINDS.has(target.kind) && !autoscaler.madeByKeda;
    if (!known || workloads.find(target) !== undefined) return [];
    return [
      findingAt(autoscaler, {
        rule: id,
        severity: "error",
        message: `scales ${describe(target)}, which does not exist`,
        fix: `name a workload of namespace ${autoscaler.namespace} in scaleTargetRef, or remove ${describe(autoscaler)} (${describePlace(autoscaler.place)})`,
      }),
    ];
  });
}

function fixedReplicas(inventory: Inventory): readonly Finding[] {
  return inventory.workloads.flatMap((workload) => {
    const [owner] = indexOf(inventory).autoscalersOf(workload);
    return owner === undefined || workload.replicas === undefined
      ? []
      : fixedBeside(owner, workload, workload.replicas);
  });
}

function fixedBeside(owner: Autoscaler, workload: Workload, replicas: number): readonly Finding[] {
  const { place } = workload;
  const fix = `leave replicas out of ${describe(workload)} (${describePlace(place)}); ${describe(owner)} keeps at least ${owner.min}`;
  const beside = `fixes replicas at ${replicas} beside ${describe(owner)}`;
  switch (place.kind) {
    case "terraform":
      if (place.state === true) return [];
      if (workload.replicasMayBeIgnored === true) {
        return [
          findingAt(workload, {
            rule: id,
            severity: "warning",
            message: `${beside}: an apply undoes the scaling, unless lifecycle.ignore_changes has spec[0].replicas, which a plan does not show`,
            fix,
          }),
        ];
      }
      return [
        findingAt(workload, {
          rule: id,
          severity: "error",
          message: `${beside}: every apply undoes the scaling`,
          fix,
        }),
      ];
    case "file":
      return [
        findingAt(workload, {
          rule: id,
          severity: "warning",
          message: `${beside}: kubectl apply undoes the scaling each time`,
          fix,
        }),
      ];
    case "cluster":
      return [];
    default:
      return place satisfies never;
  }
}
