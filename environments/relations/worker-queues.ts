import { queueAdapter } from "../../queues";
import { oneOf } from "../suggest";
import type { Mismatch, Relation } from "./relation";
import type { WorkerSpec, ApplicationSpec } from "../schema";
import { duplicates } from "./duplicates";
import { type At, ofApplication } from "./of-application";

/** Queues that the app puts jobs on, with the setting that says so. */
function filledQueues({ filledQueues: filled, settings }: ApplicationSpec, at: At) {
  return filled.map(({ setting, queue }, index) => {
    const chosen = setting === undefined ? undefined : settings[setting];
    return {
      queue: typeof chosen === "string" ? chosen : queue,
      path: setting === undefined ? at("filledQueues", index, "queue") : at("settings", setting),
    };
  });
}

const queuesAreConsumed = ofApplication({
  check: (application, at) => {
    const consumed = application.workers.flatMap(({ queues }) => queues);
    return filledQueues(application, at).flatMap(({ queue, path }) =>
      consumed.includes(queue)
        ? []
        : [
            {
              path,
              message: `no worker takes jobs from queue "${queue}": they would wait for ever`,
              fix: [
                ...(consumed.length === 0 ? [] : [oneOf(consumed)]),
                "add the queue to a worker",
              ].join(", or "),
            },
          ],
    );
  },
});

const queuesAreFilled = ofApplication({
  check: (application, at) => {
    const filled = [...new Set(filledQueues(application, at).map(({ queue }) => queue))];
    const settings = application.filledQueues.flatMap(({ setting }) => setting ?? []);
    return application.workers.flatMap(({ name, queues, filledBy }, index) =>
      queues.flatMap((queue, position) =>
        filledBy !== undefined || filled.includes(queue)
          ? []
          : [
              {
                path: at("workers", index, "queues", position),
                message: `no setting puts jobs on queue "${queue}": ${name} would wait for ever, with its nodes`,
                fix: [
                  ...(filled.length === 0 ? [] : [oneOf(filled)]),
                  ...(settings.length === 0
                    ? []
                    : [`set settings.${settings.join(" or ")} to "${queue}"`]),
                  "name in filledBy what fills it",
                ].join(", or "),
              },
            ],
      ),
    );
  },
});

/** The workers' own pods put no first job there. */
const sendersReachRedis = ofApplication({
  check: ({ web, redis }, at) =>
    web === undefined && redis.kind === "managed" && redis.senders === undefined
      ? [
          {
            path: at("redis", "senders"),
            message:
              "is absent, and so is web: pods of workers alone reach Redis, and no job comes to it",
            fix: 'name the namespaces that send jobs, e.g. senders: ["shop"], or add web',
          },
        ]
      : [],
});

/** Two that answer every job of a queue make twice the pods for it. */
const queuesHaveOneAnswer = ofApplication({
  check: ({ workers }, at) =>
    workers.flatMap((worker, index) =>
      [
        ...duplicates(worker.queues).map((position) => ({
          position,
          message: "the worker has it already",
          fix: "remove it",
        })),
        ...worker.queues.flatMap((queue, position) => {
          const owner = workers
            .slice(0, index)
            .find((other) => answers(other) && other.queues.includes(queue));
          return owner === undefined || !answers(worker)
            ? []
            : [
                {
                  position,
                  message: `queue "${queue}" already scales ${owner.name}: both would answer the same jobs`,
                  fix: `let each queue be watched by one worker, or let this one join: scaling: { kind: "deployment", min: 0, joinsAbove: ${owner.scaling.max}, ... }`,
                },
              ];
        }),
      ].map(({ position, ...mismatch }) => ({
        path: at("workers", index, "queues", position),
        ...mismatch,
      })),
    ),
});

const joiningWorkersHaveOthers = ofApplication({
  check: ({ queue, workers }, at) =>
    workers.flatMap((worker, index) => {
      const { scaling, queues } = worker;
      // Where a library cannot tell others' jobs, no minimum of others would help.
      const canJoin = queueAdapter(queue).countsRunningByQueue;
      if (scaling.kind !== "deployment" || scaling.joinsAbove === undefined || !canJoin) return [];
      const path = at("workers", index, "scaling");
      return [
        ...(scaling.min === 0
          ? []
          : [
              {
                path: [...path, "min"],
                message: "a worker that joins others (joinsAbove) is not there without a backlog",
                fix: "set it to 0, or remove joinsAbove",
              },
            ]),
        ...joinsWhom(queues, scaling.joinsAbove, workers.filter(alwaysThere), [
          ...path,
          "joinsAbove",
        ]),
      ];
    }),
});

function joinsWhom(
  queues: readonly string[],
  joinsAbove: number,
  others: readonly WorkerSpec[],
  path: Mismatch["path"],
): readonly Mismatch[] {
  const alone = queues.filter((queue) => !others.some((other) => other.queues.includes(queue)));
  if (alone.length > 0) {
    return [
      {
        path,
        message: `no other worker is always there for queue ${alone.map((queue) => `"${queue}"`).join(", ")}: the first ${joinsAbove} jobs would wait for ever`,
        fix: "remove it, or add the queue to a worker with a minimum of 1 or more",
      },
    ];
  }
  const most = others
    .filter((other) => other.queues.some((queue) => queues.includes(queue)))
    .reduce((sum, { scaling }) => sum + scaling.max, 0);
  return joinsAbove <= most
    ? []
    : [
        {
          path,
          message: `the other workers of its queues take ${most} jobs at most: those between them and ${joinsAbove} would wait while this one stays at zero`,
          fix: `set it to ${most} or less`,
        },
      ];
}

/** Whether every job of its queues brings pods. */
function answers({ scaling }: WorkerSpec): boolean {
  return scaling.kind === "job" || scaling.joinsAbove === undefined;
}

function alwaysThere({ scaling }: WorkerSpec): boolean {
  return scaling.kind === "deployment" && scaling.min > 0;
}

/** First Kubernetes minor whose HPA takes a tolerance of its own (HPAConfigurableTolerance, beta). */
const TOLERANCE_SINCE = 35;

const toleranceIsKnown = ofApplication({
  needs: ["cluster"],
  check: ({ workers }, at, { cluster: { kubernetesVersion } }) =>
    workers.flatMap(({ scaling }, index) =>
      scaling.kind === "deployment" &&
      scaling.scaleOutTolerance !== undefined &&
      Number(kubernetesVersion.split(".")[1]) < TOLERANCE_SINCE
        ? [
            {
              path: at("workers", index, "scaling", "scaleOutTolerance"),
              message: `Kubernetes ${kubernetesVersion} gives no HPA a tolerance of its own: it would be dropped without a word`,
              fix: `remove it, or run Kubernetes 1.${TOLERANCE_SINCE} or newer`,
            },
          ]
        : [],
    ),
});

export const workerQueueRelations: readonly Relation[] = [
  queuesAreConsumed,
  queuesAreFilled,
  sendersReachRedis,
  queuesHaveOneAnswer,
  joiningWorkersHaveOthers,
  toleranceIsKnown,
];
