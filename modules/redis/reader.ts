import type { RedisSpec } from "../../environments/schema";

/** A user of Redis that may read the queue's keys. */
export type RedisReader = NonNullable<RedisSpec["reader"]>;

/** Variable of Redis' container; Kubernetes puts it into the arguments, and it is in no manifest. */
export const READER_PASSWORD = "REDIS_READER_PASSWORD";

/**
 * ACL of the user that only reads: keys of the queue and the app's list of jobs, and what of
 * the server the exporter tells. KEDA counts in a script, and a script may do what its
 * user may; EVAL is refused where a pattern is for reading alone (%R~, Redis 7.0), so
 * the queue's keys have the whole pattern, and the commands bound it. Not CONFIG: it would tell the default user's password.
 * https://redis.io/docs/latest/operate/oss_and_stack/management/security/acl/
 */
export function readerRights(username: string, keys: readonly string[]): readonly string[] {
  return [
    ...[username, "on", `>$(${READER_PASSWORD})`],
    ...["resetchannels", ...keys.map((pattern) => `~${pattern}`), "%R~jobs:*"],
    ...["-@all", "+@read", "+@connection", "-@dangerous", "-@blocking"],
    ...["+eval", "+client|list", "+pubsub|numsub"],
  ];
}
