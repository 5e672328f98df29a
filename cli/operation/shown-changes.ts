import type { EnvironmentSpec } from "../../environments/schema";
import type { PlannedChange } from "./changes";
import { nodeEffectOf } from "./node-effect";
import type { ShownChange } from "./saved-plans";
import { destroyedState } from "./state-bearing";

/** Changes as people see them: with what each loses for good, and what it does to nodes. */
export function shownChanges(
  changes: readonly PlannedChange[],
  spec: Pick<EnvironmentSpec, "platform">,
): readonly ShownChange[] {
  return changes.map((change) => {
    const { address, type, action, because } = change;
    const loses = destroyedState(change, spec);
    const nodes = nodeEffectOf(change);
    return {
      address,
      type,
      action,
      because,
      ...(loses === undefined ? {} : { loses }),
      ...(nodes === undefined ? {} : { nodes }),
    };
  });
}
