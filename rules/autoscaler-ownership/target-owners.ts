import { groupBy } from "../../inventory/group-by";
import { indexOf, targetOf } from "../../inventory/inventory-index";
import { type Autoscaler, describe, describePlace, type Inventory } from "../../inventory/model";
import { type Finding, findingAt } from "../engine/rule";
import { holdsLessons } from "../shared/folders";

/** A ScaledObject with it takes an existing HPA over: https://keda.sh/docs/2.20/concepts/scaling-deployments/#transfer-ownership-of-an-existing-hpa */
const TRANSFER = "scaledobject.keda.sh/transfer-hpa-ownership";

/**
 * Two or more autoscalers of one workload.
 *
 * @param folder where the content lies, if it is a folder
 */
export function severalOwners(
  inventory: Inventory,
  rule: string,
  folder: string | undefined,
): readonly Finding[] {
  const byTarget = groupBy(ownersIn(inventory), (autoscaler) => describe(targetOf(autoscaler)));
  return [...byTarget].flatMap(([target, declared]) => {
    // The same object in two files is one object once applied.
    const owners = [...new Map(declared.map((owner) => [describe(owner), owner])).values()].sort(
      inOrder,
    );
    const [first, ...others] = owners;
    return first === undefined
      ? []
      : others.map((owner) => {
          const step = isStep(owners, inventory, folder);
          const both = `${target} is scaled by ${owners.map(describe).join(" and ")}`;
          return findingAt(owner, {
            rule,
            severity: step ? "warning" : "error",
            message: `${both}: ${step ? "applied to one cluster, " : ""}they undo each other`,
            fix: `${removalOf(owner)}${step ? ", or accept it where the two files are alternatives" : ""}`,
          });
        });
  });
}

/** Files of a tutorial's folder without the workload itself: seldom applied together. */
function isStep(
  owners: readonly Autoscaler[],
  inventory: Inventory,
  folder: string | undefined,
): boolean {
  const files = new Set(
    owners.map(({ place }) => (place.kind === "file" ? place.file : describePlace(place))),
  );
  return (
    folder !== undefined &&
    holdsLessons(folder) &&
    files.size === owners.length &&
    owners.every((owner) => indexOf(inventory).workloads.find(targetOf(owner)) === undefined)
  );
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
