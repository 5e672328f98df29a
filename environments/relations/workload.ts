import type { Mismatch, Relation } from "../relations";
import { duplicates } from "./duplicates";
import { scaledObjectName, workerDeploymentName } from "../workload-names";

/** The HPA that KEDA makes is `keda-hpa-<ScaledObject>`, a DNS label of at most 63 characters. */
const LONGEST_SCALED_OBJECT_NAME = 54;

const workersAreDistinct: Relation = {
  needs: ["workload"],
  check: ({ workload: { workers } }) => {
    const repeated = duplicates(workers.map((worker) => worker.name));
    const owners = new Map<string, string>();
    const shared: Mismatch[] = [];
    workers.forEach((worker, index) => {
      worker.queues.forEach((queue, position) => {
        const owner = owners.get(queue);
        if (owner !== undefined) {
          shared.push({
            path: ["workload", "workers", index, "queues", position],
            message: `queue "${queue}" already scales ${owner}: both would answer the same jobs`,
            fix: "let each queue be watched by one worker",
          });
        }
        owners.set(queue, worker.name);
      });
    });
    return [
      ...repeated.map((index) => ({
        path: ["workload", "workers", index, "name"],
        message: "another worker has this name",
        fix: "give each worker its own name",
      })),
      ...shared,
    ];
  },
};

const rangesAreOrdered: Relation = {
  needs: ["workload"],
  check: ({ workload: { web, workers } }) => {
    const ranges = [
      { path: ["workload", "web", "replicas"], range: web.replicas },
      ...workers.flatMap(({ scaling }, index) =>
        scaling.kind === "deployment"
          ? [{ path: ["workload", "workers", index, "scaling"], range: scaling }]
          : [],
      ),
    ];
    return ranges
      .filter(({ range }) => range.min > range.max)
      .map(({ path, range }) => ({
        path: [...path, "min"],
        message: `is greater than max (${range.max})`,
        fix: `set it to ${range.max} or less, or raise max`,
      }));
  },
};

const namesFitKeda: Relation = {
  needs: ["workload"],
  check: ({ workload: { workers } }) =>
    workers.flatMap((worker, index) =>
      scaledObjectName(workerDeploymentName(worker.name)).length > LONGEST_SCALED_OBJECT_NAME
        ? [
            {
              path: ["workload", "workers", index, "name"],
              message: `makes a ScaledObject name of more than ${LONGEST_SCALED_OBJECT_NAME} characters; KEDA's HPA would not fit 63`,
              fix: "shorten it",
            },
          ]
        : [],
    ),
};

/** Settings by which the app chooses a queue. */
const QUEUE_SETTINGS = ["QUEUE_FAST_NAME", "QUEUE_HEAVY_NAME"] as const;

const queuesAreConsumed: Relation = {
  needs: ["workload"],
  check: ({ workload: { settings, workers } }) => {
    const consumed = workers.flatMap((worker) => worker.queues);
    return QUEUE_SETTINGS.flatMap((setting) => {
      const queue = settings[setting];
      return queue === undefined || consumed.includes(queue)
        ? []
        : [
            {
              path: ["workload", "settings", setting],
              message: `no worker takes jobs from queue "${queue}": they would wait for ever`,
              fix: `use one of ${consumed.join(", ")}, or add the queue to a worker`,
            },
          ];
    });
  },
};

const mountedClaimsExist: Relation = {
  needs: ["workload"],
  check: ({ workload: { claims, workers } }) => {
    const known = claims.map(({ name }) => name);
    return workers.flatMap((worker, index) => {
      const mounted = worker.claims.map(({ name }) => name);
      const path = (position: number) => [
        ...["workload", "workers", index, "claims"],
        ...[position, "name"],
      ];
      return [
        ...mounted.flatMap((name, position) =>
          known.includes(name)
            ? []
            : [
                {
                  path: path(position),
                  message: "no claim has this name",
                  fix: `use one of ${known.join(", ")}`,
                },
              ],
        ),
        ...duplicates(mounted).map((position) => ({
          path: path(position),
          message: `${worker.name} mounts it already`,
          fix: "remove it",
        })),
      ];
    });
  },
};

/** Web and workers of montage-ai connect with host and port alone (its job_store.py, session.py and worker.py). */
const redisPasswordIsSent: Relation = {
  needs: ["redis", "workload"],
  check: ({ redis, workload }) =>
    redis.password === undefined || workload.redisPasswordVariable !== undefined
      ? []
      : [
          {
            path: ["redis", "password"],
            message: "the app sends no password: web and workers could not connect",
            fix: "remove it and let network policies guard Redis; or, once the app reads a password from a variable, name that in workload.redisPasswordVariable",
          },
        ],
};

export const workloadRelations: readonly Relation[] = [
  workersAreDistinct,
  rangesAreOrdered,
  namesFitKeda,
  queuesAreConsumed,
  mountedClaimsExist,
  redisPasswordIsSent,
];
