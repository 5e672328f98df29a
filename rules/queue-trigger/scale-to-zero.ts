import { indexOf } from "../../inventory/inventory-index";
import { describe, type Inventory, type Trigger, type Workload } from "../../inventory/model";
import type { Finding } from "../engine/rule";
import { type QueueScaling, triggerFinding } from "./queue-scaling";
import { isRedisTrigger } from "../shared/queue/redis-trigger";
import { parseKey } from "../../queues";
import { queueWorkersOf } from "../shared/queue/queue-workers";

/** The way to no worker at all, and what is taken for it. */
export function scaleToZero(scaling: QueueScaling, inventory: Inventory): readonly Finding[] {
  const { autoscaler, redisTriggers } = scaling;
  if (autoscaler.kind !== "ScaledObject" || redisTriggers.length === 0) return [];
  return [
    ...fallbackToZero(scaling),
    ...schedulerAtZero(scaling, inventory),
    ...cooldownAboveZero(scaling),
  ];
}

function reachesZero({ autoscaler: { min, idle } }: QueueScaling): boolean {
  return idle === 0 || (idle === undefined && min === 0);
}

/**
 * Without a fallback KEDA leaves the replicas alone while it cannot ask; with
 * one of 0 replicas it takes the failure for an empty queue, whatever the
 * fallback's behavior.
 * https://github.com/kedacore/keda/blob/main/pkg/scaling/executor/scale_scaledobjects.go
 */
function fallbackToZero(scaling: QueueScaling): readonly Finding[] {
  if (scaling.autoscaler.fallback?.replicas !== 0 || !reachesZero(scaling)) return [];
  return [
    triggerFinding(
      scaling,
      "error",
      "falls back to 0 replicas: while Redis cannot be reached, all workers are removed, those in a job included",
      `write fallback: { failureThreshold: ${scaling.autoscaler.fallback.failureThreshold ?? 3}, replicas: 1, behavior: currentReplicasIfHigher }, or remove the fallback`,
    ),
  ];
}

function schedulerAtZero(scaling: QueueScaling, inventory: Inventory): readonly Finding[] {
  const { autoscaler, redisTriggers, workers, workload } = scaling;
  const wakes = redisTriggers.some(
    ({ metadata }) => parseKey(metadata.listName ?? "")?.holds === "scheduled",
  );
  const scheduler = workers.find((worker) => worker.scheduler);
  if (!reachesZero(scaling) || wakes || scheduler === undefined || workload === undefined)
    return [];
  if (isMovedElsewhere(scaling, inventory)) return [];
  const [queue = "default"] = scaling.consumed ?? [];
  const key = scheduler.keys.scheduled?.(queue) ?? "";
  return [
    triggerFinding(
      scaling,
      "warning",
      `goes to zero, but ${scheduler.adapter.title}'s scheduler runs in the workers of ${describe(workload)}: without one, scheduled jobs do not reach their queue`,
      autoscaler.idle === 0
        ? "remove idleReplicaCount"
        : `write minReplicaCount: 1, or add a trigger on ${key}`,
    ),
  ];
}

/** Whether workers that are there when a scheduled job is due take jobs from all of its queues as well. */
function isMovedElsewhere({ consumed, workload }: QueueScaling, inventory: Inventory): boolean {
  const others = inventory.workloads
    .filter((other) => other !== workload && other.namespace === workload?.namespace)
    .filter((other) => isThereWhenDue(other, inventory))
    .flatMap((other) => queueWorkersOf(other, inventory))
    .filter((worker) => worker.scheduler)
    .flatMap((worker) => worker.queues ?? []);
  return consumed !== undefined && consumed.every((queue) => others.includes(queue));
}

/** Always, or started for scheduled jobs by a trigger. */
function isThereWhenDue(workload: Workload, inventory: Inventory): boolean {
  const scalers = indexOf(inventory).autoscalersOf(workload);
  return scalers.every(
    ({ min, idle, triggers }) => (min > 0 && idle !== 0) || triggers.some(countsScheduledJobs),
  );
}

function countsScheduledJobs(trigger: Trigger): boolean {
  return (
    isRedisTrigger(trigger) && parseKey(trigger.metadata["listName"] ?? "")?.holds === "scheduled"
  );
}

/** https://keda.sh/docs/2.20/reference/scaledobject-spec/#cooldownperiod */
function cooldownAboveZero(scaling: QueueScaling): readonly Finding[] {
  const { min, idle, cooldownPeriod, behavior } = scaling.autoscaler;
  const concerns = min > 0 && idle === undefined && cooldownPeriod !== undefined;
  // Who says how the HPA scales in knows that it does.
  if (!concerns || behavior?.scaleDown === true) return [];
  return [
    triggerFinding(
      scaling,
      "warning",
      `has a cooldownPeriod of ${cooldownPeriod} s, which concerns only the way to zero: between ${min} and more the HPA decides, after 300 s`,
      `write advanced: { horizontalPodAutoscalerConfig: { behavior: { scaleDown: { stabilizationWindowSeconds: ${cooldownPeriod} } } } } in its place`,
    ),
  ];
}
