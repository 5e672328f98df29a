import { indexOf, targetOf } from "../../inventory/inventory-index";
import type { Autoscaler, Inventory, Trigger, Workload } from "../../inventory/model";
import { type Finding, findingAt } from "../engine/rule";
import { isRedisTrigger } from "../shared/rq/redis-trigger";
import { consumedQueues, type RqWorker, rqWorkersOf } from "../shared/rq/rq-worker";

export const QUEUE_TRIGGER = "queue-trigger";

/** An autoscaler of KEDA's, and whom it scales. */
export interface QueueScaling {
  readonly autoscaler: Autoscaler;
  readonly redisTriggers: readonly Trigger[];
  /** Undefined: not in the inventory, or of a kind it does not list. */
  readonly workload: Workload | undefined;
  readonly workers: readonly RqWorker[];
  /** RQ queues that the workers take jobs from; undefined: nothing here tells. */
  readonly consumed: readonly string[] | undefined;
}

export function queueScalingOf(autoscaler: Autoscaler, inventory: Inventory): QueueScaling {
  const workload = indexOf(inventory).workloads.find(targetOf(autoscaler));
  const workers = workload === undefined ? [] : rqWorkersOf(workload, inventory);
  return {
    autoscaler,
    redisTriggers: autoscaler.triggers.filter(isRedisTrigger),
    workload,
    workers,
    consumed: consumedQueues(workers),
  };
}

export function triggerFinding(
  { autoscaler }: QueueScaling,
  severity: Finding["severity"],
  message: string,
  fix: string,
): Finding {
  return findingAt(autoscaler, { rule: QUEUE_TRIGGER, severity, message, fix });
}

/** `trigger running`, or by its place in the list: `trigger 2`. */
export function triggerName({ triggers }: Autoscaler, trigger: Trigger): string {
  return `trigger ${trigger.name ?? triggers.indexOf(trigger) + 1}`;
}
