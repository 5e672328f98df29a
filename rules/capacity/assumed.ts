import type { EnvironmentSpec } from "../../environments/schema";
import type { Inventory } from "../../inventory/model";
import { type Assumed, assumeLabels } from "./boot-labels";
import { situationOf } from "./situation-of";

/** Of the rule. */
export const CAPACITY = "capacity";

interface Known {
  readonly spec: EnvironmentSpec | undefined;
  readonly assumed: Assumed | undefined;
}
const known = new WeakMap<Inventory, Known>();

/**
 * All pods and nodes at maximum scale, with labels that nodes get at boot taken as met; undefined
 * as of {@link situationOf}. The rule and its figures ask for the same, and get one object.
 */
export function assumedOf(
  inventory: Inventory,
  spec: EnvironmentSpec | undefined,
): Assumed | undefined {
  const before = known.get(inventory);
  if (before !== undefined && before.spec === spec) return before.assumed;
  const declared = situationOf(inventory, spec);
  const assumed =
    declared === undefined || spec === undefined
      ? declared && { situation: declared, findings: [] }
      : assumeLabels(CAPACITY, declared, spec);
  known.set(inventory, { spec, assumed });
  return assumed;
}
