import { podsIn, PUBLIC_INTERNET, serviceOrAddress, tcp } from "../../addons/kit/network";
import { MANAGED_REDIS_PORT } from "../../environments/facts/managed-redis";
import type { EgressSpec, RedisSpec } from "../../environments/schema";

const COMPONENT_LABEL = "app.kubernetes.io/component";

/**
 * Pods of the policy's namespace by component. The name is left out: Redis has
 * a name of its own, and the Jobs that the app submits carry no other label of ours.
 */
export function podsOf(components: readonly string[]) {
  return {
    matchExpressions: [{ key: COMPONENT_LABEL, operator: "In", values: [...components] }],
  };
}

/**
 * Where Redis is, as a policy can say it. Policies are applied after the
 * Service's address is translated: the port must be the one that the pod listens on.
 */
export function redisPeer(redis: RedisSpec) {
  switch (redis.kind) {
    case "managed":
      return { to: [{ podSelector: podsOf(["redis"]) }], ports: tcp(MANAGED_REDIS_PORT) };
    case "existing": {
      return { to: [serviceOrAddress(redis.host)], ports: tcp(redis.port) };
    }
    default:
      return redis satisfies never;
  }
}

/** Who an egress of the data leads to. */
export function egressPeers(to: EgressSpec["to"]) {
  switch (to.kind) {
    case "namespace":
      return [podsIn(to.namespace, to.podLabels)];
    case "addresses":
      return to.cidrs.map((cidr) => ({ ipBlock: { cidr } }));
    case "host":
      // No policy knows a name, and the addresses behind one come and go.
      return [PUBLIC_INTERNET];
    default:
      return to satisfies never;
  }
}
