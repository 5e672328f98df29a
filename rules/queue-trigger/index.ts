import type { EnvironmentSpec } from "../../environments/schema";
import type { Autoscaler, Inventory } from "../../inventory/model";
import type { Finding, Rule } from "../engine/rule";
import { textKeys } from "./formula-range";
import { QUEUE_TRIGGER, queueScalingOf } from "./queue-scaling";
import { scaledJobs } from "./scaled-jobs";
import { scaleToZero } from "./scale-to-zero";
import { triggerDatabase } from "./trigger-database";
import { triggerFormula } from "./trigger-formula";
import { triggerKeys } from "./trigger-keys";
import { triggerMetadata } from "./trigger-metadata";
import { triggerServers } from "./trigger-server";
import { uncountedQueues } from "./uncounted-queues";

export const queueTrigger: Rule = {
  id: QUEUE_TRIGGER,
  title: "A redis trigger counts the jobs that its workers have, waiting and running",
  why: "The app's own manifests scaled on `rq:queue:default:intermediate`, which RQ only hands jobs through: practically always empty, so nothing ever scaled, and KEDA reads a missing key as 0 without a word. A started job leaves the list as well: scaling on the list alone removes the workers that render.",
  severity:
    "error where KEDA cannot connect, refuses the trigger or counts what is not there, for a fallback to 0, for a queue of a worker that starts from zero and that nothing counts, and for a formula over lengths of keys that goes below zero, divides by zero or is always 0 (over other triggers a warning); warning for what it ignores or understands otherwise. Queues are judged where the inventory tells which ones the workers take jobs from",
  remedy:
    "Count `rq:queue:<name>` and `rq:wip:<name>`, each with a name, and sum them in `advanced.scalingModifiers` with a whole number of jobs for each replica as target. BullMQ: `bull:<name>:wait` and `active`, `prioritized` where jobs have a priority. ARQ: `arq:queue` alone, which keeps a job until its end. A ScaledJob sums them with `multipleScalersCalculation: sum`, strategy `default` and rollout `gradual`. Name Redis with its namespace: KEDA connects from another one.",
  check: (inventory, spec) =>
    inventory.autoscalers
      .filter(({ kind }) => kind !== "HorizontalPodAutoscaler")
      .flatMap((autoscaler) => checkTriggers(autoscaler, inventory, spec)),
};

function checkTriggers(
  autoscaler: Autoscaler,
  inventory: Inventory,
  spec: EnvironmentSpec | undefined,
): readonly Finding[] {
  const scaling = queueScalingOf(autoscaler, inventory);
  return [
    ...triggerMetadata(scaling),
    ...triggerServers(scaling, inventory, spec),
    ...triggerKeys(scaling),
    ...uncountedQueues(scaling, inventory),
    ...textKeys(scaling),
    ...triggerDatabase(scaling),
    ...triggerFormula(scaling),
    ...scaleToZero(scaling, inventory),
    ...scaledJobs(scaling),
  ];
}
