import type { Trigger } from "../../../inventory/model";

/** KEDA's triggers that read the length of a key: https://keda.sh/docs/2.20/scalers/redis-lists */
const REDIS_TYPES: ReadonlySet<string> = new Set(["redis", "redis-cluster", "redis-sentinel"]);

export function isRedisTrigger({ type }: Trigger): boolean {
  return REDIS_TYPES.has(type);
}

/** The server as the trigger names it, itself or by a variable of its pods; undefined: elsewhere, in an authentication. */
export function redisServer({ metadata }: Trigger): string | undefined {
  const { address, addresses, host, hosts, port, ports } = metadata;
  const named = address ?? addresses;
  if (named !== undefined) return named;
  if ((host ?? hosts) !== undefined) return `${host ?? hosts}:${port ?? ports ?? ""}`;
  return metadata.addressFromEnv ?? metadata.hostFromEnv;
}
