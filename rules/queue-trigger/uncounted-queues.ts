import { describe, type Inventory } from "../../inventory/model";
import type { Finding } from "../engine/rule";
import { consumedQueues, queueWorkersOf } from "../shared/queue/queue-workers";
import { isRedisTrigger } from "../shared/queue/redis-trigger";
import { type QueueScaling, triggerFinding } from "./queue-scaling";
import { isTemplate } from "./trigger-metadata";

/**
 * Queues of workers that none of their triggers counts. A trigger of another kind may count
 * them, another workload may take their jobs, and another autoscaler may follow them.
 */
export function uncountedQueues(scaling: QueueScaling, inventory: Inventory): readonly Finding[] {
  const { autoscaler, consumed = [], workload, keys } = scaling;
  const counted = countedQueues(scaling);
  if (workload === undefined || counted === undefined || counted.size === 0) return [];
  const uncounted = consumed.filter(
    (queue) => !counted.has(queue) && !isServed(queue, scaling, inventory),
  );
  if (uncounted.length === 0) return [];
  const fromZero = autoscaler.min === 0;
  const names = uncounted.join(", ");
  return [
    triggerFinding(
      scaling,
      fromZero ? "error" : "warning",
      `${describe(workload)} takes jobs from ${names} too, and no trigger counts ${uncounted.map(keys.waiting).join(", ")}: ${fromZero ? "jobs there start no worker" : "jobs there bring no further worker"}`,
      `add a trigger with listName: ${uncounted.map(keys.waiting).join(", one with ")}, or take ${names} out of the worker's queues`,
    ),
  ];
}

/** Undefined: a trigger counts what is not known here, or what is none of the workers', which is an error of its own. */
function countedQueues({
  autoscaler,
  consumed = [],
  parse,
}: QueueScaling): ReadonlySet<string> | undefined {
  const queues = new Set<string>();
  for (const trigger of autoscaler.triggers) {
    const { listName: key = "" } = trigger.metadata;
    const parsed = isRedisTrigger(trigger) && !isTemplate(key) ? parse(key) : undefined;
    if (parsed === undefined) return undefined;
    if (parsed.holds === "running" || parsed.holds === "hand-off") continue;
    if (parsed.queue === undefined || !consumed.includes(parsed.queue)) return undefined;
    queues.add(parsed.queue);
  }
  return queues;
}

/** Another workload takes the queue's jobs, or another autoscaler's trigger counts them. */
function isServed(queue: string, scaling: QueueScaling, inventory: Inventory): boolean {
  const { autoscaler, workload, keys } = scaling;
  const key = keys.waiting(queue);
  return (
    inventory.autoscalers.some(
      (other) =>
        other !== autoscaler && other.triggers.some(({ metadata }) => metadata.listName === key),
    ) ||
    inventory.workloads.some(
      (other) =>
        other !== workload && consumedQueues(queueWorkersOf(other, inventory))?.includes(queue),
    )
  );
}
