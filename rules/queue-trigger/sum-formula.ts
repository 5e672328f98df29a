import type { QueueKey } from "../../queues/adapter";
import type { QueueScaling } from "./queue-scaling";

const PREFIX: Readonly<Record<QueueKey["holds"], string>> = {
  waiting: "queued",
  "hand-off": "queued",
  running: "running",
  scheduled: "scheduled",
  all: "jobs",
};

/**
 * `advanced` with the sum of some keys, to be pasted into a ScaledObject, and
 * what its triggers must then be called. Running jobs weigh as much as the
 * target: each of them holds a replica, however many may wait for one.
 *
 * @param keys those of the triggers that are there already, in their order, and new ones
 */
export function sumOf(
  keys: readonly string[],
  { redisTriggers: triggers, parse }: QueueScaling,
): string {
  const counted = keys.map((key, index) => {
    const given = triggers[index]?.name;
    return { key, given, name: given ?? nameOf(key, index, parse(key)) };
  });
  const unnamed = counted.filter(({ given }) => given === undefined);
  const target = triggers[0]?.metadata.listLength ?? "5";
  const formula = counted
    .map(({ key, name }) =>
      parse(key)?.holds === "running" && target !== "1" ? `${target} * ${name}` : name,
    )
    .join(" + ");
  const advanced = `advanced: { scalingModifiers: { formula: ${formula}, target: "${target}", metricType: AverageValue } }`;
  return unnamed.length === 0
    ? advanced
    : `${advanced}, with name: ${unnamed.map(({ name, key }) => `${name} on the trigger of ${key}`).join(", ")}`;
}

/** An identifier, which a formula wants. */
function nameOf(key: string, index: number, parsed: QueueKey | undefined): string {
  return parsed === undefined
    ? `trigger_${index + 1}`
    : `${PREFIX[parsed.holds]}_${(parsed.queue ?? key).replaceAll(/\W+/g, "_")}`;
}
