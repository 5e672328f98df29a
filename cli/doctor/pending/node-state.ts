import type { LiveNode } from "../../../inventory/live";
import { age, oneLine } from "../examination";

/** Condition by which kubelet says that it is there. */
export function readyCondition({ conditions }: LiveNode) {
  return conditions.find(({ type }) => type === "Ready");
}

export function isReady(node: LiveNode): boolean {
  return readyCondition(node)?.status === "True";
}

/** `ready`, `cordoned`, `not ready for 5 min (NodeStatusUnknown: Kubelet stopped posting node status.)` */
export function describeState(node: LiveNode, now: number): string {
  const ready = readyCondition(node);
  if (!isReady(node)) {
    const said = ready === undefined ? "" : ` (${ready.reason}: ${oneLine(ready.message)})`;
    return `not ready for ${age(now, ready?.since)}${said}`;
  }
  return node.unschedulable ? "cordoned" : "ready";
}
