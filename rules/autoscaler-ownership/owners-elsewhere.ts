import { groupBy } from "../../inventory/group-by";
import { indexOf, targetOf } from "../../inventory/inventory-index";
import { type Autoscaler, describe, describePlace, type Inventory } from "../../inventory/model";
import type { Beside, FolderPart } from "../engine/beside";
import { type Finding, findingAt } from "../engine/rule";
import { areAlternatives } from "../shared/folders";
import { comesBefore, ownersIn } from "./target-owners";

/** An autoscaler and the part of the folder that it is in. */
interface Owner {
  readonly autoscaler: Autoscaler;
  readonly part: FolderPart;
}

/**
 * Autoscalers of one workload in several folders, or in a file that a
 * kustomization beside it does not list. Whether both are applied no file says:
 * a warning.
 */
export function ownersElsewhere(
  inventory: Inventory,
  beside: Beside,
  rule: string,
): readonly Finding[] {
  return ownersIn(inventory).flatMap((autoscaler) => {
    const target = describe(targetOf(autoscaler));
    const [other] = (ownersByTarget(beside.all).get(target) ?? []).filter(
      (each) =>
        beside.isOther(each.part) &&
        comesBefore(each.autoscaler, autoscaler) &&
        !isAlternative(each.part, inventory, autoscaler, beside.folder),
    );
    if (other === undefined) return [];
    const { place } = other.autoscaler;
    return [
      findingAt(autoscaler, {
        rule,
        severity: "warning",
        message: `${target} is scaled by ${describe(other.autoscaler)} (${describePlace(place)}) as well: applied to one cluster, they undo each other`,
        fix: `remove ${describe(autoscaler)} (${describePlace(autoscaler.place)}), or accept it where the two folders are alternatives`,
      }),
    ];
  });
}

/** Both bring the workload itself, or are named as folders are of which one is applied. */
function isAlternative(
  other: FolderPart,
  inventory: Inventory,
  autoscaler: Autoscaler,
  folder: string,
): boolean {
  const target = targetOf(autoscaler);
  const bringsIt = (each: Inventory) => indexOf(each).workloads.find(target) !== undefined;
  return (
    (bringsIt(inventory) && bringsIt(other.inventory)) || areAlternatives(folder, other.folder)
  );
}

const OWNERS = new WeakMap<readonly FolderPart[], ReadonlyMap<string, readonly Owner[]>>();

/** All owners of a folder by their target, laid out once. */
function ownersByTarget(parts: readonly FolderPart[]): ReadonlyMap<string, readonly Owner[]> {
  const known = OWNERS.get(parts);
  if (known !== undefined) return known;
  const owners = parts.flatMap((part) =>
    ownersIn(part.inventory).map((autoscaler) => ({ autoscaler, part })),
  );
  const grouped = groupBy(owners, ({ autoscaler }) => describe(targetOf(autoscaler)));
  OWNERS.set(parts, grouped);
  return grouped;
}
