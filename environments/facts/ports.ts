/** Port of a Redis that an application has in its namespace. */
export const MANAGED_REDIS_PORT = 6379;
