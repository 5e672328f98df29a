import { closest } from "../../environments/suggest";
import { describe, type Trigger } from "../../inventory/model";
import type { Finding } from "../engine/rule";
import { type QueueScaling, triggerFinding, triggerName } from "./queue-scaling";
import { libraryOfKey } from "../../queues";
import type { QueueKey, WorkerKeys } from "../../queues/adapter";
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
  const parsed = scaling.parse(key);
  const { consumed, workload, keys } = scaling;
  if (parsed?.holds === "hand-off") {
    return [
      triggerFinding(
        scaling,
        "error",
        `${name} counts ${key}, which a job passes in milliseconds on its way to a worker: it is always empty, and nothing scales`,
        `write listName: ${keys.waiting(parsed.queue ?? "default")}`,
      ),
    ];
  }
  const other = libraryOfKey(key)?.otherKey?.(key);
  if (other !== undefined) {
    return [
      triggerFinding(
        scaling,
        "error",
        `${name} counts ${key}, which ${other.holds}`,
        `write listName: ${other.meant ?? (consumed ?? ["<queue>"]).map(keys.waiting).join(" or ")}`,
      ),
    ];
  }
  if (consumed === undefined || workload === undefined) return [];
  if (parsed !== undefined && isTheirs(key, parsed, scaling)) return [];
  const guess = suggestion(key, consumed, keys);
  // A key that the library does not have may be another program's, unless it looks like one of its.
  if (parsed === undefined && guess === undefined) return [];
  return [
    triggerFinding(
      scaling,
      "error",
      `${name} counts ${key}, but ${describe(workload)} takes jobs from ${consumed.map(keys.waiting).join(", ")}: KEDA reads a missing key as 0 without a word`,
      guess === undefined
        ? `write listName: ${consumed.map(keys.waiting).join(" or ")}, or let the workers take jobs from ${parsed?.queue ?? key}`
        : `write listName: ${guess}`,
    ),
  ];
}

/** Whether a key holds jobs of the workers; one of all queues must be called as theirs is. */
function isTheirs(key: string, { queue, holds }: QueueKey, scaling: QueueScaling): boolean {
  const { consumed = [], keys } = scaling;
  if (queue !== undefined) return consumed.includes(queue);
  return holds !== "running" || consumed.some((one) => keys.running(one) === key);
}

function suggestion(
  key: string,
  consumed: readonly string[],
  keys: WorkerKeys,
): string | undefined {
  if (consumed.includes(key)) return keys.waiting(key);
  return keys.resembles(key)
    ? closest(
        key,
        consumed.flatMap((queue) => [keys.waiting(queue), keys.running(queue)]),
      )
    : undefined;
}

/** A started job leaves the list; ScaledJobs count what runs by themselves. */
function waitingOnly(scaling: QueueScaling): readonly Finding[] {
  const { autoscaler, redisTriggers, consumed, keys } = scaling;
  if (autoscaler.kind !== "ScaledObject" || autoscaler.min === autoscaler.max) return [];
  const counted = redisTriggers.flatMap(({ metadata }) => {
    const { listName: key = "" } = metadata;
    const parsed = scaling.parse(key);
    return parsed === undefined ? [] : [{ ...parsed, key }];
  });
  const running = counted.filter(({ holds }) => holds === "running").map(({ key }) => key);
  const alone = counted.filter(
    ({ holds, queue }) =>
      holds === "waiting" &&
      queue !== undefined &&
      !running.includes(keys.running(queue)) &&
      // What the workers do not consume is a finding of its own.
      consumed?.includes(queue) !== false,
  );
  if (alone.length === 0) return [];
  const missing = [...new Set(alone.map(({ queue = "" }) => keys.running(queue)))];
  const lists = alone.map(({ key }) => key).join(", ");
  const elsewhere = alone.flatMap(({ queue = "" }) => keys.prioritized?.(queue) ?? []);
  const uncounted = [...new Set(elsewhere)].filter((key) =>
    counted.every((one) => one.key !== key),
  );
  const priority =
    uncounted.length === 0
      ? ""
      : `; jobs that have a priority wait in ${uncounted.join(", ")}: where there are any, one more`;
  const all = [...redisTriggers.map(({ metadata }) => metadata.listName ?? ""), ...missing];
  return [
    triggerFinding(
      scaling,
      "warning",
      `counts the jobs that wait (${lists}) and not those that run: a started job leaves the list, so workers are removed while they work`,
      `add a trigger with listName: ${missing.join(", one with ")}, and sum them: ${sumOf(all, scaling)}${priority}`,
    ),
  ];
}
