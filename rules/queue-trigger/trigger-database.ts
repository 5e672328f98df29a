import { describe } from "../../inventory/model";
import type { Finding } from "../engine/rule";
import { type QueueScaling, triggerFinding, triggerName } from "./queue-scaling";

/** The database that a trigger reads, against the one that the workers take their jobs from. */
export function triggerDatabase(scaling: QueueScaling): readonly Finding[] {
  const { autoscaler, redisTriggers, workers, workload } = scaling;
  const [worker] = workers;
  const { database } = worker ?? {};
  const alike = workers.every((each) => each.database?.index === database?.index);
  if (worker === undefined || database === undefined || workload === undefined || !alike) return [];
  return redisTriggers
    .filter(({ type, metadata }) => {
      const { databaseIndex: index = "0", listName = "" } = metadata;
      // A cluster has one database; a key of somebody else's may be anywhere.
      const counted = type !== "redis-cluster" && worker.keys.parse(listName) !== undefined;
      return counted && /^\d+$/.test(index) && Number(index) !== database.index;
    })
    .map((trigger) => {
      const { databaseIndex: index = "0" } = trigger.metadata;
      return triggerFinding(
        scaling,
        "error",
        `${triggerName(autoscaler, trigger)} counts in database ${index} of Redis, and ${describe(workload)} takes its jobs from database ${database.index} (${database.from}): KEDA reads a missing key as 0 without a word`,
        `write databaseIndex: "${database.index}"`,
      );
    });
}
