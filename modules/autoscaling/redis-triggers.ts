import { TriggerAuthentication } from "@kubernetes-models/keda/keda.sh/v1alpha1/TriggerAuthentication";
import type { Construct } from "constructs";
import { CustomResource } from "../custom-resource/custom-resource";
import { standardLabels } from "../labels";
import type { RedisOutputs } from "../redis/redis";
import type { QueueTrigger } from "./queue-depth";

export interface QueueSource {
  readonly namespace: string;
  /** `app.kubernetes.io/component` of what is scaled. */
  readonly component: string;
  /** Redis as KEDA's operator reaches it, fully qualified. */
  readonly redis: RedisOutputs;
}

/** The reference from a trigger to its credentials. */
interface AuthenticationRef {
  readonly name: string;
}

/**
 * TriggerAuthentication with Redis' password, beside what is scaled: KEDA reads
 * Secrets in the namespace of the ScaledObject. Nothing where Redis has none.
 */
export function triggerAuthentication(
  scope: Construct,
  name: string,
  { namespace, component, redis }: QueueSource,
): AuthenticationRef | undefined {
  if (redis.password === undefined) return undefined;
  const { secretName, key } = redis.password;
  new CustomResource(scope, "authentication", {
    model: new TriggerAuthentication({
      metadata: { name, namespace, labels: standardLabels("montage-ai", component) },
      spec: { secretTargetRef: [{ parameter: "password", name: secretName, key }] },
    }),
  });
  return { name };
}

/**
 * A redis trigger as KEDA reads it.
 *
 * @param listLength members of the key per pod; beside a formula it is ignored, but the scaler insists on a number
 */
export function redisTrigger(
  { name, key }: QueueTrigger,
  { redis }: QueueSource,
  authenticationRef: AuthenticationRef | undefined,
  listLength = 1,
) {
  return {
    type: "redis",
    name,
    metadata: { address: redis.address, listName: key, listLength: String(listLength) },
    ...(authenticationRef === undefined ? {} : { authenticationRef }),
  };
}
