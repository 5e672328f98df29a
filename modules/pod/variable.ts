import type { UrlVariable } from "../../queues/adapter";
import type { RedisOutputs } from "../redis/redis";

/** A variable of a container, written out or from a Secret. */
export interface Variable {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: { readonly secretKeyRef: SecretKey };
}

interface SecretKey {
  readonly name: string;
  readonly key: string;
  /** The container starts without it. @default false */
  readonly optional?: boolean;
}

/** A record of variables as a container has them. */
export function programVariables(values: Readonly<Record<string, string>>): Variable[] {
  return Object.entries(values).map(([name, value]) => ({ name, value }));
}

/** Redis as a URL; nothing where none is asked for. The password must be made of a URL's characters: Kubernetes puts it in. */
export function redisUrl(variable: UrlVariable | undefined, redis: RedisOutputs): Variable[] {
  if (variable === undefined) return [];
  const { name, passwordVariable: password } = variable;
  const credentials = redis.password === undefined ? "" : `:$(${password})@`;
  return [
    ...passwordVariable(password, redis),
    { name, value: `redis://${credentials}${redis.address}/0` },
  ];
}

/** Redis' password in a variable, from its Secret; nothing where it has none. */
export function passwordVariable(
  name: string,
  { password }: Pick<RedisOutputs, "password">,
): Variable[] {
  return password === undefined
    ? []
    : [{ name, valueFrom: { secretKeyRef: { name: password.secretName, key: password.key } } }];
}

/** How a program of ours that only reads logs in to Redis. */
export function readerVariables({ reader, ...redis }: RedisOutputs): Variable[] {
  return reader === undefined
    ? passwordVariable("REDIS_PASSWORD", redis)
    : [
        { name: "REDIS_USERNAME", value: reader.username },
        ...passwordVariable("REDIS_PASSWORD", reader),
      ];
}
