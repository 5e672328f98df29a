import type { QueueName } from "../../queues";
import { CELERY } from "./celery";
import type { SimulatedLibrary } from "./library";
import { RQ } from "./rq";

/** Each library that has an adapter, as it is played. */
export const SIMULATED_LIBRARIES = {
  rq: RQ,
  celery: CELERY,
} as const satisfies Record<QueueName, SimulatedLibrary>;
