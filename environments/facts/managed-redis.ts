/** Service and StatefulSet of a Redis that an application has in its namespace. */
export const MANAGED_REDIS_NAME = "redis";

/** Its port. */
export const MANAGED_REDIS_PORT = 6379;
