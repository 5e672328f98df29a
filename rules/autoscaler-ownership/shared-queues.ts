import { groupBy } from "../../inventory/group-by";
import { type Autoscaler, describe, type Inventory } from "../../inventory/model";
import { type Finding, findingAt } from "../engine/rule";
import { isRedisTrigger, redisServer } from "../shared/queue/redis-trigger";

/** Something of a Redis that an autoscaler counts. */
interface Counted {
  readonly autoscaler: Autoscaler;
  /** The key. */
  readonly key: string;
  /** Server, database and key. */
  readonly source: string;
}

/** A ScaledJob that starts pods for the jobs that a ScaledObject's workers are scaled for. */
export function sharedQueues({ autoscalers }: Inventory, rule: string): readonly Finding[] {
  const bySource = groupBy(autoscalers.flatMap(countedBy), ({ source }) => source);
  return [...bySource.values()].flatMap((counted) => {
    const scaledObject = counted.find(({ autoscaler }) => autoscaler.kind === "ScaledObject");
    if (scaledObject === undefined) return [];
    return counted
      .filter(({ autoscaler }) => autoscaler.kind === "ScaledJob")
      .map(({ autoscaler, key }) =>
        findingAt(autoscaler, {
          rule,
          severity: "warning",
          message: `starts a pod for each job in ${key}, for which ${describe(scaledObject.autoscaler)} adds workers as well: twice the pods for the same jobs`,
          fix: `remove one of the two, or give each a queue of its own`,
        }),
      );
  });
}

function countedBy(autoscaler: Autoscaler): readonly Counted[] {
  return autoscaler.triggers.filter(isRedisTrigger).flatMap((trigger) => {
    const server = redisServer(trigger);
    const { listName: key, databaseIndex = "0" } = trigger.metadata;
    if (server === undefined || key === undefined) return [];
    // A server's short name, or that of a variable, means something in its own namespace only.
    const source = `${autoscaler.namespace} ${server} ${databaseIndex} ${key}`;
    return [{ autoscaler, key, source }];
  });
}
