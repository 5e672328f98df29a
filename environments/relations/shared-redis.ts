import type { Relation } from "./relation";

/** A Service's name as short as it can be written: `redis.data` for `redis.data.svc.cluster.local`. */
function serviceHost(host: string): string {
  return host.toLowerCase().replace(/\.svc(\.cluster\.local)?\.?$/, "");
}

/** Workers of one application would take the other one's jobs. */
export const queuesOfOneRedisAreDistinct: Relation = {
  needs: ["applications"],
  of: ["name", "queue", "redis", "workers"],
  check: ({ applications }) =>
    applications.flatMap((application, index) => {
      const { redis } = application;
      if (redis.kind !== "existing") return [];
      const others = applications
        .slice(0, index)
        .filter(
          (other) =>
            other.queue === application.queue &&
            other.redis.kind === "existing" &&
            serviceHost(other.redis.host) === serviceHost(redis.host) &&
            other.redis.port === redis.port,
        );
      return application.workers.flatMap(({ queues }, worker) =>
        queues.flatMap((queue, position) => {
          const owner = others.find(({ workers }) =>
            workers.some((other) => other.queues.includes(queue)),
          );
          return owner === undefined
            ? []
            : [
                {
                  path: ["applications", index, "workers", worker, "queues", position],
                  message: `is a queue of ${owner.name} in the same Redis, ${redis.host}:${redis.port}: each would take the other's jobs`,
                  fix: "give the queue another name, or the application a Redis of its own",
                },
              ];
        }),
      );
    }),
};
