import { MANAGED_REDIS_NAME, MANAGED_REDIS_PORT } from "../facts/managed-redis";
import type { ApplicationSpec } from "../schema";
import { othersBefore } from "./applications";
import type { Mismatch, Relation } from "./relation";

/** A Service's name as short as it can be written: `redis.data` for `redis.data.svc.cluster.local`. */
function serviceHost(host: string): string {
  return host.toLowerCase().replace(/\.svc(\.cluster\.local)?\.?$/, "");
}

/** `host:port`, the same text for each name of one server. */
function serverOf({ redis, namespace }: Pick<ApplicationSpec, "redis" | "namespace">): string {
  return redis.kind === "managed"
    ? `${MANAGED_REDIS_NAME}.${namespace}:${MANAGED_REDIS_PORT}`
    : `${serviceHost(redis.host)}:${redis.port}`;
}

/** The application's jobs are in the Redis that the other one has of its own. */
export function usesRedisOf(application: ApplicationSpec, other: ApplicationSpec): boolean {
  return (
    application.redis.kind === "existing" &&
    other.redis.kind === "managed" &&
    serverOf(application) === serverOf(other)
  );
}

/** Workers of one application would take the other one's jobs. */
const queuesOfOneRedisAreDistinct: Relation = {
  needs: ["applications"],
  of: ["name", "namespace", "queue", "redis", "workers"],
  check: ({ applications }) =>
    applications.flatMap((application, index) => {
      const server = serverOf(application);
      const others = othersBefore(applications, index)
        .filter((other) => other.queue === application.queue && serverOf(other) === server)
        // Two of their own are one only where the namespace is, and that is an error already.
        .filter((other) => [application, other].some(({ redis }) => redis.kind === "existing"));
      return application.workers.flatMap(({ queues }, worker) =>
        queues.flatMap((queue, position): readonly Mismatch[] => {
          const owner = others.find(({ workers }) =>
            workers.some((other) => other.queues.includes(queue)),
          );
          return owner === undefined
            ? []
            : [
                {
                  path: ["applications", index, "workers", worker, "queues", position],
                  message: `is a queue of ${owner.name} in the same Redis, ${server}: each would take the other's jobs`,
                  fix: "give the queue another name, or the application a Redis of its own",
                },
              ];
        }),
      );
    }),
};

/** A managed Redis lets in what its data names, and asks its password of all. */
const sharedRedisLetsIn: Relation = {
  needs: ["applications"],
  of: ["name", "namespace", "redis"],
  check: ({ applications }) =>
    applications.flatMap((application, index) =>
      applications.flatMap((owner): readonly Mismatch[] => {
        if (!usesRedisOf(application, owner) || owner.redis.kind !== "managed") return [];
        const { namespace, redis } = application;
        const at = ["applications", index, "redis"];
        const closed: Mismatch = {
          path: [...at, "host"],
          message: `the Redis of ${owner.name} lets nothing of ${namespace} in: its redis.senders does not name it`,
          fix: `add "${namespace}" to redis.senders of ${owner.name}, or give the application a Redis of its own`,
        };
        const nameless: Mismatch = {
          path: [...at, "password"],
          message: `the Redis of ${owner.name} has one: nothing of ${namespace} can log in without it`,
          fix: `name a Secret of namespace ${namespace} that holds the same password`,
        };
        return [
          ...(owner.redis.senders?.includes(namespace) === true ? [] : [closed]),
          ...(owner.redis.password === undefined || redis.password !== undefined ? [] : [nameless]),
        ];
      }),
    ),
};

export const sharedRedisRelations: readonly Relation[] = [
  queuesOfOneRedisAreDistinct,
  sharedRedisLetsIn,
];
