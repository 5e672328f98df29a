import { TriggerAuthentication } from "@kubernetes-models/keda/keda.sh/v1alpha1/TriggerAuthentication";
import type { Construct } from "constructs";
import { CustomResource } from "../custom-resource/custom-resource";
import { applicationLabels } from "../labels";
import type { RedisOutputs } from "../redis/redis";
import type { QueueTrigger } from "../../queues/adapter";

export interface QueueSource {
  /** Name of the application that is scaled. */
  readonly application: string;
  readonly namespace: string;
  /** `app.kubernetes.io/component` of what is scaled. */
  readonly component: string;
  /** Redis as KEDA's operator reaches it, fully qualified. */
  readonly redis: RedisOutputs;
}

/** How KEDA gets Redis' password. */
export interface RedisCredentials {
  readonly authenticationRef: { readonly name: string };
  /** Comes before what refers to it: without it KEDA takes the first look for failed. */
  readonly resource: CustomResource;
}

/**
 * TriggerAuthentication with Redis' password, beside what is scaled: KEDA reads
 * Secrets in the namespace of the ScaledObject. Nothing where Redis has none.
 */
export function redisCredentials(
  scope: Construct,
  name: string,
  { application, namespace, component, redis }: QueueSource,
): RedisCredentials | undefined {
  const password = redis.reader?.password ?? redis.password;
  if (password === undefined) return undefined;
  const { secretName, key } = password;
  const resource = new CustomResource(scope, "authentication", {
    model: new TriggerAuthentication({
      metadata: { name, namespace, labels: applicationLabels(application, component) },
      spec: { secretTargetRef: [{ parameter: "password", name: secretName, key }] },
    }),
  });
  return { authenticationRef: { name }, resource };
}

/**
 * A redis trigger as KEDA reads it.
 *
 * @param listLength members of the key per pod; beside a formula it is ignored, but the scaler insists on a number
 */
export function redisTrigger(
  { name, key }: QueueTrigger,
  { redis }: QueueSource,
  credentials: RedisCredentials | undefined,
  listLength = 1,
) {
  return {
    type: "redis",
    name,
    metadata: {
      address: redis.address,
      ...(redis.reader === undefined ? {} : { username: redis.reader.username }),
      listName: key,
      listLength: String(listLength),
    },
    ...(credentials === undefined ? {} : { authenticationRef: credentials.authenticationRef }),
  };
}
