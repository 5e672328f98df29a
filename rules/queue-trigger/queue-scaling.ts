import { indexOf, targetOf } from "../../inventory/inventory-index";
import type { Autoscaler, Inventory, Trigger, Workload } from "../../inventory/model";
import { type Finding, findingAt } from "../engine/rule";
import { libraryOfKey, parseKey } from "../../queues";
import type { QueueKey, WorkerKeys } from "../../queues/adapter";
import { rq } from "../../queues/rq";
import { isRedisTrigger } from "../shared/queue/redis-trigger";
import { consumedQueues, type JobTaker, queueWorkersOf } from "../shared/queue/queue-workers";

export const QUEUE_TRIGGER = "queue-trigger";

/** An autoscaler of KEDA's, and whom it scales. */
export interface QueueScaling {
  readonly autoscaler: Autoscaler;
  readonly redisTriggers: readonly Trigger[];
  /** Undefined: not in the inventory, or of a kind it does not list. */
  readonly workload: Workload | undefined;
  readonly workers: readonly JobTaker[];
  /** Keys as the workers use them; else those of the library that a trigger's key belongs to, or RQ's. */
  readonly keys: WorkerKeys;
  /** What a key holds for the workers; undefined: no jobs of theirs. */
  readonly parse: (key: string) => QueueKey | undefined;
  /** Queues that the workers take jobs from; undefined: nothing here tells. */
  readonly consumed: readonly string[] | undefined;
}

export function queueScalingOf(autoscaler: Autoscaler, inventory: Inventory): QueueScaling {
  const workload = indexOf(inventory).workloads.find(targetOf(autoscaler));
  const workers = workload === undefined ? [] : queueWorkersOf(workload, inventory);
  const redisTriggers = autoscaler.triggers.filter(isRedisTrigger);
  const library = redisTriggers
    .map(({ metadata }) => libraryOfKey(metadata.listName ?? ""))
    .find((found) => found !== undefined);
  const keys = workers[0]?.keys ?? library?.keys ?? rq.keys;
  return {
    autoscaler,
    redisTriggers,
    workload,
    workers,
    keys,
    parse: (key) => keys.parse(key) ?? (isPrefixed(workers) ? undefined : parseKey(key)),
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

/** Workers that are told a first word of their own for all keys: the usual ones are nobody's here. */
function isPrefixed(workers: readonly JobTaker[]): boolean {
  return workers.some(({ adapter, keys }) => keys.waiting("") !== adapter.keys.waiting(""));
}
