import { isObject, type JsonObject } from "./json";
import { isConstant, memberOf } from "./plan-values";

/** What a plan says of one resource's change. */
interface Change {
  readonly actions?: readonly string[];
  readonly before?: unknown;
}

/**
 * Whether an apply sets the replicas of a typed workload.
 * - `open`: it leaves them as they are found: the configuration has none, or ignores changes of them.
 * - `set`: it changes them.
 * - `unsaid`: the configuration has them, and they differ from nothing. A plan has no `lifecycle`, so they may be ignored.
 */
export type ReplicasOfPlan = "open" | "set" | "unsaid";

/**
 * @param planned Values after the apply
 * @param expression Of the configuration
 */
export function replicasOfPlan(
  planned: unknown,
  expression: unknown,
  { actions = [], before }: Change,
): ReplicasOfPlan {
  const configured = replicasOf(expression);
  const after = replicasOf(planned);
  if (configured === undefined) return "open";
  if (isConstant(configured) && String(configured.constant_value) !== String(after)) return "open";
  const isUpdate = actions.length === 1 && actions[0] === "update";
  return isUpdate && replicasOf(before) !== after ? "set" : "unsaid";
}

function replicasOf(block: unknown): unknown {
  return memberOf(memberOf(memberOf(block, "spec"), 0), "replicas");
}

/** A typed workload that leaves its replicas open. */
export function withoutReplicas(block: JsonObject): JsonObject {
  if (!isObject(block.spec) && !Array.isArray(block.spec)) return block;
  const specs: readonly unknown[] = Array.isArray(block.spec) ? block.spec : [block.spec];
  const open = specs.map((spec) => (isObject(spec) ? { ...spec, replicas: undefined } : spec));
  return { ...block, spec: Array.isArray(block.spec) ? open : open[0] };
}

/** Ways to write them in `lifecycle.ignore_changes`, alone or with what they are in. */
const IGNORED = /^spec(\[0\]|\.0)?(\.replicas)?$/;

/** Whether a synthesized resource leaves its replicas to others: `lifecycle.ignore_changes`. */
export function ignoresReplicas({ lifecycle }: JsonObject): boolean {
  const changes = isObject(lifecycle) ? lifecycle.ignore_changes : undefined;
  if (changes === "all") return true;
  return (
    Array.isArray(changes) &&
    changes.some((each: unknown) => typeof each === "string" && IGNORED.test(each))
  );
}
