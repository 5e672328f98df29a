import { groupBy } from "../../inventory/group-by";
import { targetOf } from "../../inventory/inventory-index";
import { type Autoscaler, describe, describePlace, type Inventory } from "../../inventory/model";
import { type Finding, findingAt } from "../engine/rule";

/** A ScaledObject with it takes an existing HPA over: https://keda.sh/docs/2.20/concepts/scaling-deployments/#transfer-ownership-of-an-existing-hpa */
const TRANSFER = "scaledobject.keda.sh/transfer-hpa-ownership";

/** Two or more autoscalers of one workload. */
export function severalOwners(inventory: Inventory, rule: string): readonly Finding[] {
  const byTarget = groupBy(ownersIn(inventory), (autoscaler) => describe(targetOf(autoscaler)));
  return [...byTarget].flatMap(([target, declared]) => {
    // The same object in two files is one object once applied.
    const owners = [...new Map(declared.map((owner) => [describe(owner), owner])).values()].sort(
      inOrder,
    );
    const [first, ...others] = owners;
    return first === undefined
      ? []
      : others.map((owner) =>
          findingAt(owner, {
            rule,
            severity: "error",
            message: `${target} is scaled by ${owners.map(describe).join(" and ")}: they undo each other`,
            fix: removalOf(owner),
          }),
        );
  });
}

/** By rank, then by name: each source has its objects in an order of its own. */
function inOrder(left: Autoscaler, right: Autoscaler): number {
  return rank(left) - rank(right) || (describe(left) < describe(right) ? -1 : 1);
}

/** Whether one of two owners, which are not the same object, stays and the other goes. */
export function comesBefore(left: Autoscaler, right: Autoscaler): boolean {
  return describe(left) !== describe(right) && inOrder(left, right) < 0;
}

/** The one that stays comes first: a ScaledObject makes the HPA that it needs by itself. */
function rank({ kind, madeByKeda }: Autoscaler): number {
  if (kind === "ScaledObject") return 0;
  return madeByKeda ? 1 : 2;
}

/** All autoscalers but the HPAs through which a ScaledObject of the inventory scales. */
export function ownersIn({ autoscalers }: Inventory): readonly Autoscaler[] {
  const scaledObjects = groupBy(
    autoscalers.filter(({ kind }) => kind === "ScaledObject"),
    hpaKey,
  );
  return autoscalers.filter(
    (autoscaler) =>
      autoscaler.kind !== "HorizontalPodAutoscaler" ||
      !(scaledObjects.get(hpaKey(autoscaler)) ?? []).some((scaledObject) =>
        scalesThrough(scaledObject, autoscaler),
      ),
  );
}

function hpaKey({ namespace, hpaName }: Autoscaler): string {
  return `${namespace}/${hpaName}`;
}

/** Whether an HPA of a ScaledObject's name is the one that KEDA made, or will take over. */
function scalesThrough(scaledObject: Autoscaler, hpa: Autoscaler): boolean {
  return (
    describe(targetOf(scaledObject)) === describe(targetOf(hpa)) &&
    (hpa.madeByKeda || scaledObject.annotations?.[TRANSFER] === "true")
  );
}

function removalOf(owner: Autoscaler): string {
  const { kind, namespace, name, place } = owner;
  return place.kind === "cluster"
    ? `kubectl --namespace ${namespace} delete ${kind.toLowerCase()} ${name}`
    : `remove ${describe(owner)} (${describePlace(place)})`;
}
