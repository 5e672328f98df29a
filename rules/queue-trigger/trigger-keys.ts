import { closest } from "../../environments/suggest";
import { describe, type Trigger } from "../../inventory/model";
import type { Finding } from "../engine/rule";
import { type QueueScaling, triggerFinding, triggerName } from "./queue-scaling";
import { parseRqKey, runningKey, waitingKey } from "../shared/rq/rq-key";
import { sumOf } from "./sum-formula";
import { isTemplate } from "./trigger-metadata";

/** Keys that redis triggers count, against the queues that the workers take jobs from. */
export function triggerKeys(scaling: QueueScaling): readonly Finding[] {
  return [
    ...scaling.redisTriggers.flatMap((trigger) => checkKey(scaling, trigger)),
    ...waitingOnly(scaling),
  ];
}

function checkKey(scaling: QueueScaling, trigger: Trigger): readonly Finding[] {
  const { listName: key = "" } = trigger.metadata;
  if (key === "" || isTemplate(key)) return [];
  const name = triggerName(scaling.autoscaler, trigger);
  const parsed = parseRqKey(key);
  if (parsed?.holds === "hand-off") {
    return [
      triggerFinding(
        scaling,
        "error",
        `${name} counts ${key}, which a job passes in milliseconds on its way to a worker: it is always empty, and nothing scales`,
        `write listName: ${waitingKey(parsed.queue)}`,
      ),
    ];
  }
  const { consumed, workload } = scaling;
  if (consumed === undefined || workload === undefined) return [];
  if (parsed !== undefined && consumed.includes(parsed.queue)) return [];
  const guess = suggestion(key, consumed);
  // A key that RQ does not have may be another program's, unless it looks like one of RQ's.
  if (parsed === undefined && guess === undefined) return [];
  return [
    triggerFinding(
      scaling,
      "error",
      `${name} counts ${key}, but ${describe(workload)} takes jobs from ${consumed.map(waitingKey).join(", ")}: KEDA reads a missing key as 0 without a word`,
      guess === undefined
        ? `write listName: ${consumed.map(waitingKey).join(" or ")}, or let the workers take jobs from ${parsed?.queue ?? key}`
        : `write listName: ${guess}`,
    ),
  ];
}

function suggestion(key: string, consumed: readonly string[]): string | undefined {
  if (consumed.includes(key)) return waitingKey(key);
  return key.startsWith("rq")
    ? closest(
        key,
        consumed.flatMap((queue) => [waitingKey(queue), runningKey(queue)]),
      )
    : undefined;
}

/** A started job leaves the list; ScaledJobs count what runs by themselves. */
function waitingOnly(scaling: QueueScaling): readonly Finding[] {
  const { autoscaler, redisTriggers, consumed } = scaling;
  if (autoscaler.kind !== "ScaledObject" || autoscaler.min === autoscaler.max) return [];
  const keys = redisTriggers.flatMap(({ metadata }) => parseRqKey(metadata.listName ?? "") ?? []);
  const running = keys.filter(({ holds }) => holds === "running").map(({ queue }) => queue);
  const alone = keys
    .filter(({ holds, queue }) => holds === "waiting" && !running.includes(queue))
    .map(({ queue }) => queue)
    // What the workers do not consume is a finding of its own.
    .filter((queue) => consumed?.includes(queue) !== false);
  return alone.length === 0
    ? []
    : [
        triggerFinding(
          scaling,
          "warning",
          `counts the jobs that wait (${alone.map(waitingKey).join(", ")}) and not those that run: a started job leaves the list, so workers are removed while they work`,
          `add a trigger with listName: ${alone.map(runningKey).join(", one with ")}, and sum them: ${sumOf([...redisTriggers.map(({ metadata }) => metadata.listName ?? ""), ...alone.map(runningKey)], redisTriggers)}`,
        ),
      ];
}
