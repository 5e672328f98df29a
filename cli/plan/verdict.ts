import { type EnvironmentPlan, hasChanges } from "../operation/plan-environment";
import { countOf } from "../../runtime/count-of";
import type { Paint } from "../../runtime/paint";

/**
 * The last line: what applying the plans would do, and what to type next.
 *
 * @param deploy command that applies them; undefined: they are of another checkout
 */
export function planVerdict(
  plan: EnvironmentPlan,
  deploy: string | undefined,
  paint: Paint,
): string {
  const { environment, stacks, notPlanned, failure } = plan;
  if (failure !== undefined) {
    const rest = notPlanned.filter((id) => id !== failure.stackId).length;
    const left = rest === 0 ? "" : `, ${countOf(rest, "stack")} not planned`;
    return `${paint("red", `${failure.stackId} could not be planned`)}${left}. Next: the fix above.\n`;
  }
  const changed = stacks.filter(hasChanges);
  if (changed.length === 0) {
    return `${paint("green", "No change")} for ${environment}, ${countOf(stacks.length, "stack")}.\n`;
  }
  const sum = (of: "add" | "change" | "destroy") =>
    changed.reduce((total, { counts }) => total + counts[of], 0);
  const figures = `${sum("add")} to add, ${sum("change")} to change, ${sum("destroy")} to destroy`;
  const losses = changed.flatMap(({ changes }) => changes).filter(({ loses }) => loses);
  const lost =
    losses.length === 0
      ? ""
      : `, ${paint("red", losses.length === 1 ? "1 of them loses what it holds" : `${losses.length} of them lose what they hold`)}`;
  const which = `${changed.length} of ${countOf(stacks.length, "stack")}`;
  return `${paint("yellow", "Changes")} for ${environment} in ${which}: ${figures}${lost}.${deploy === undefined ? "" : ` Next: ${deploy}`}\n`;
}
