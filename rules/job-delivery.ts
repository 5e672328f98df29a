import { indexOf } from "../inventory/inventory-index";
import type { Inventory, Workload } from "../inventory/model";
import type { DeliverySettings } from "../queues/adapter";
import { type Finding, findingAt, type Rule } from "./engine/rule";
import { isRedisTrigger } from "./shared/queue/redis-trigger";
import { type JobTaker, queueWorkersOf } from "./shared/queue/queue-workers";

const id = "job-delivery";

/** A worker whose jobs are delivered, and may be delivered again. */
interface Delivered {
  readonly workload: Workload;
  readonly worker: JobTaker;
  readonly delivery: DeliverySettings;
  /** The length of a key in Redis decides how many there are. */
  readonly scaled: boolean;
}

export const jobDelivery: Rule = {
  id,
  title: "A job is in one worker's hands until it ends, and counts there as running",
  why: "Celery on Redis delivers a job again when it is not acknowledged within `visibility_timeout` (one hour by default): a longer one runs twice, side by side (seen with celery 5.7.0: 88 s after its start with 5 s, at the next sweep). A worker takes four jobs for each process unless it is told otherwise, and those wait behind its own while others are idle. Without late acknowledgement a job is off the books as soon as it is taken, so that nothing counts it and its worker is removed. The hash of deliveries, `unacked`, is the same for all workers of a Redis, so that each of their scalers counts the jobs of all.",
  severity:
    "error where a job of the declared length is delivered twice; warning for the rest. Judged is what the command line says: settings in the application's code are not seen, and what is not said is taken for the default only where the job's length is said",
  remedy:
    'Start the worker with `--concurrency 1 --prefetch-multiplier 1 --time-limit SECONDS --pool prefork -- task.acks_late=true \'broker.transport_options=(dict){"visibility_timeout": MORE_THAN_THAT, "unacked_key": "OF_ITS_OWN", "unacked_index_key": "...", "unacked_mutex_key": "..."}\'`; the periodic jobs\' beat in a Deployment of its own, with one replica.',
  check: (inventory) => deliveredIn(inventory).flatMap((each) => checkWorker(each)),
};

function deliveredIn(inventory: Inventory): readonly Delivered[] {
  return inventory.workloads.flatMap((workload) =>
    queueWorkersOf(workload, inventory).flatMap((worker) =>
      worker.delivery === undefined
        ? []
        : [{ workload, worker, delivery: worker.delivery, scaled: isScaled(workload, inventory) }],
    ),
  );
}

function isScaled(workload: Workload, inventory: Inventory): boolean {
  const scalers = indexOf(inventory).autoscalersOf(workload);
  return scalers.some(({ triggers }) => triggers.some(isRedisTrigger));
}

function checkWorker(delivered: Delivered): readonly Finding[] {
  return [
    ...deliveredTwice(delivered),
    ...takesMore(delivered),
    ...(delivered.scaled
      ? [
          ...uncounted(delivered),
          ...sharedCount(delivered),
          ...silent(delivered),
          ...severalSenders(delivered),
        ]
      : []),
  ];
}

function finding(
  { workload, worker }: Delivered,
  message: string,
  fix: string,
  severity: Finding["severity"] = "warning",
): readonly Finding[] {
  const container = `container ${worker.container.name}`;
  return [
    findingAt(workload, { rule: id, severity, message: `${container} ${message}`, fix: `${fix}` }),
  ];
}

function deliveredTwice(delivered: Delivered): readonly Finding[] {
  const { jobTimeout } = delivered.worker;
  const { seconds, said, fix } = delivered.delivery.redelivery;
  if (jobTimeout === undefined || seconds >= jobTimeout.seconds) return [];
  return finding(
    delivered,
    `may have a job for ${jobTimeout.seconds} s (${jobTimeout.from}), but after ${seconds} s${said ? "" : ", where its code says nothing else,"} another worker gets it too: it runs twice`,
    `set ${fix} to ${jobTimeout.seconds} or more`,
    said ? "error" : "warning",
  );
}

function takesMore(delivered: Delivered): readonly Finding[] {
  const { takes, worksOn } = delivered.delivery;
  if (takes === undefined || worksOn === undefined || takes <= worksOn) return [];
  return finding(
    delivered,
    `takes ${takes} jobs and works on ${worksOn}: the others wait behind, while other workers are idle`,
    "write --prefetch-multiplier 1",
  );
}

function uncounted(delivered: Delivered): readonly Finding[] {
  const { acknowledgesLate, worksOn } = delivered.delivery;
  if (acknowledgesLate === false) {
    return finding(
      delivered,
      "acknowledges a job when it takes it: nothing counts it while it runs, so that its worker is removed",
      "write task.acks_late=true behind --",
    );
  }
  return worksOn === undefined || worksOn === 1
    ? []
    : finding(
        delivered,
        `works on ${worksOn} jobs at once, but a replica is counted for each: there are ${worksOn} times as many as are used`,
        "write --concurrency 1, or let the formula count so many jobs for a replica and accept this",
      );
}

function sharedCount(delivered: Delivered): readonly Finding[] {
  const { sharedRunningKey } = delivered.delivery;
  if (sharedRunningKey === undefined || delivered.delivery.acknowledgesLate !== true) return [];
  return finding(
    delivered,
    `keeps its running jobs in ${sharedRunningKey}, as every worker of this Redis does: whoever counts it counts the jobs of all`,
    "give it keys of its own in broker.transport_options: unacked_key, unacked_index_key, unacked_mutex_key",
  );
}

function silent(delivered: Delivered): readonly Finding[] {
  if (delivered.delivery.answers) return [];
  return finding(
    delivered,
    "does not answer while it works (pool solo): a scale-in cannot tell it from one that is starting",
    "write --pool prefork",
  );
}

function severalSenders(delivered: Delivered): readonly Finding[] {
  if (!delivered.delivery.sendsPeriodicJobs) return [];
  return finding(
    delivered,
    "sends periodic jobs as well (--beat): each replica sends each of them, and none is sent at zero",
    "remove --beat, and start celery beat in a Deployment of its own with one replica",
  );
}
