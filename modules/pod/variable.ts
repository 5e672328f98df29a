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
