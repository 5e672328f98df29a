import type { ApplicationSpec, WorkerSpec } from "../../environments/schema";
import type { Inventory, Workload } from "../../inventory/model";
import { queueAdapter } from "../../queues";
import type { QueueAdapter, WorkerKeys } from "../../queues/adapter";
import { queueWorkersOf } from "../../rules/shared/queue/queue-workers";
import type { JobPlace } from "../../testbed/model/library";

/** What the model must know of a worker's jobs in Redis. */
export interface JobPlaces {
  /** What a key that KEDA reads holds, for a model whose jobs all come on the worker's first queue; undefined: no jobs of the library. */
  readonly placeOf: (key: string) => JobPlace | undefined;
  /** Seconds after which a job that is not acknowledged is another worker's; undefined: there is no such time. */
  readonly redeliverySeconds: number | undefined;
}

/** By the command line that the worker's Deployment has, or as the library does it by itself. */
export function jobPlaces(
  application: ApplicationSpec,
  worker: WorkerSpec,
  deployment: Workload,
  inventory: Inventory,
): JobPlaces {
  const adapter = queueAdapter(application.queue);
  const [taker] = queueWorkersOf(deployment, inventory).filter((one) => one.adapter === adapter);
  const keys = taker?.keys ?? adapter.keys;
  const [queue = ""] = worker.queues;
  return {
    placeOf: (key) => placeOf(key, queue, keys, adapter),
    redeliverySeconds: taker?.delivery?.redelivery.seconds,
  };
}

function placeOf(
  key: string,
  queue: string,
  keys: WorkerKeys,
  adapter: QueueAdapter,
): JobPlace | undefined {
  if (key === keys.waiting(queue)) return "waiting";
  if (key === keys.running(queue)) return "running";
  const parsed = keys.parse(key) ?? adapter.parseKey(key);
  if (parsed === undefined) return undefined;
  return parsed.holds === "hand-off" && parsed.queue === queue ? "hand-off" : "none";
}
