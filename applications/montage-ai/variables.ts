import type { EnvironmentData } from "../../environments/schema";

type Application = EnvironmentData["applications"][number];

/**
 * Redis as the app looks for it. It reads REDIS_SERVICE_PORT before REDIS_PORT, and service
 * links would set the latter to `tcp://…`: both are set here, and service links are off in
 * every pod. It sends no password.
 */
export const redisVariables = {
  REDIS_HOST: { from: "redis-host" },
  REDIS_PORT: { from: "redis-port" },
  REDIS_SERVICE_PORT: { from: "redis-port" },
} satisfies NonNullable<Application["web"]>["variables"];

/** Models, caches and cgpu's login are looked for below HOME. Without its limit the app plans by 8 GB. */
export const ownVariables = {
  HOME: { from: "home" },
  MEMORY_LIMIT_GB: { from: "memory-limit-gib" },
} satisfies NonNullable<Application["web"]>["variables"];
