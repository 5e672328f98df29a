import { QUEUE_NAMES, queueAdapter } from "../../queues";
import { ofApplication } from "./of-application";
import type { Relation } from "./relation";

/** A pod that takes one job must end by itself: an argument of the library makes it, or nothing does. */
const onePodPerJobEnds = ofApplication({
  check: ({ queue, workers }, at) => {
    const { oneJob, title } = queueAdapter(queue);
    if (oneJob !== undefined) return [];
    return workers.flatMap(({ scaling }, index) =>
      scaling.kind === "job"
        ? [
            {
              path: at("workers", index, "scaling", "kind"),
              message: `no argument makes a worker of ${title} end after one job: the pods of a ScaledJob would take job after job until their deadline kills one`,
              fix: 'use kind "deployment": its grace lets a worker finish the longest job',
            },
          ]
        : [],
    );
  },
});

/** Who joins above a number of jobs must see those that the others have. */
const joiningWorkersSeeAllJobs = ofApplication({
  check: ({ queue, workers }, at) => {
    const { countsRunningByQueue, title } = queueAdapter(queue);
    if (countsRunningByQueue) return [];
    return workers.flatMap(({ scaling }, index) =>
      scaling.kind === "deployment" && scaling.joinsAbove !== undefined
        ? [
            {
              path: at("workers", index, "scaling", "joinsAbove"),
              message: `${title} keeps running jobs by kind of worker: this one sees its own, not those that the others have`,
              fix: "remove it, and give the worker a queue of its own",
            },
          ]
        : [],
    );
  },
});

/** Arguments are added to what the data says, which must be a program that takes them. */
const commandsStartTheLibrary = ofApplication({
  of: ["queue", "workers", "settings"],
  check: ({ queue, workers, settings }, at) => {
    const adapter = queueAdapter(queue);
    return workers.flatMap(({ command, variables }, index) => {
      const others = QUEUE_NAMES.filter(
        (name) => !adapter.isOwnProgram(command) && queueAdapter(name).isOwnProgram(command),
      );
      const [other] = others;
      const names = [...Object.keys(settings), ...Object.keys(variables)];
      const fault = adapter.commandFault(command, names);
      const path = at("workers", index, "command");
      if (other === undefined) return fault === undefined ? [] : [{ path, ...fault }];
      const { title } = queueAdapter(other);
      return [
        {
          path,
          message: `starts ${title}'s program, and the application's jobs are kept by ${adapter.title} (queue "${queue}")`,
          fix: `${fault?.fix ?? `write the program that starts a worker of ${adapter.title}`}; or set queue: "${other}"`,
        },
      ];
    });
  },
});

/**
 * Another first word of all keys would move the jobs away from the triggers, the keeper of the
 * deletion cost and the queue's metrics, which count the library's usual keys: 0, without a word.
 */
const keysKeepTheirFirstWord = ofApplication({
  of: ["queue", "web", "workers", "settings"],
  check: ({ queue, web, workers, settings }, at) => {
    const { prefix, title, keys } = queueAdapter(queue);
    if (prefix === undefined) return [];
    const places = [
      { path: at("settings"), values: settings },
      { path: at("web", "variables"), values: web?.variables ?? {} },
      ...workers.map(({ variables }, index) => ({
        path: at("workers", index, "variables"),
        values: variables,
      })),
    ];
    const word = keys.waiting("").split(":")[0] ?? "";
    return places.flatMap(({ path, values }) => {
      const value = values[prefix.variable];
      if (value === undefined || value === word) return [];
      return [
        {
          path: [...path, prefix.variable],
          message: `gives ${title}'s keys another first word than ${word}, and triggers, queue metrics and the keeper of the deletion cost count ${keys.waiting("<queue>")}: no worker would come for a job`,
          fix: "remove it, also from whoever else puts jobs there",
        },
      ];
    });
  },
});

/** The adapter says where Redis is, and what stands beside that would be written over. */
const redisUrlIsTheAdapters = ofApplication({
  of: ["queue", "web", "workers", "settings"],
  check: ({ queue, web, workers, settings }, at) => {
    const { redisUrl, title } = queueAdapter(queue);
    if (redisUrl === undefined) return [];
    const own = [redisUrl.name, redisUrl.passwordVariable];
    const inWorkers = workers.flatMap(({ variables }, index) =>
      Object.keys(variables).map((name) => ({
        name,
        path: at("workers", index, "variables", name),
      })),
    );
    // A web front takes it from there.
    const inSettings =
      web === undefined
        ? Object.keys(settings).map((name) => ({ name, path: at("settings", name) }))
        : [];
    return [...inWorkers, ...inSettings].flatMap(({ name, path }) =>
      own.includes(name)
        ? [
            {
              path,
              message: `has no effect: each worker of ${title} gets ${name} from redis, which is the application's Redis in the data`,
              fix: 'remove it; another Redis stands in redis, { kind: "existing", ... }',
            },
          ]
        : [],
    );
  },
});

export const queueKindRelations: readonly Relation[] = [
  onePodPerJobEnds,
  joiningWorkersSeeAllJobs,
  commandsStartTheLibrary,
  keysKeepTheirFirstWord,
  redisUrlIsTheAdapters,
];
