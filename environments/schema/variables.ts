import { z } from "zod";
import { dnsLabel, secretKeyRef, settingName } from "./common";

/** What each pod of the application could be given, because it follows from the deployment. */
const deployed = [
  /** Namespace of the application. */
  z.strictObject({ from: z.literal("namespace") }),
  /** The application's own image with its tag, as nodes pull it. */
  z.strictObject({ from: z.literal("image") }),
  /** Tag of that image without digest: the short commit that it was built from. */
  z.strictObject({ from: z.literal("image-commit") }),
  /** Secret that pods pull with. Left out where the environment has no credentials for a registry. */
  z.strictObject({ from: z.literal("pull-secret") }),
  /** The smallest `jobTimeoutSeconds` of all workers: no worker's termination grace is too short for it. */
  z.strictObject({ from: z.literal("shortest-job-timeout-seconds") }),
  /** Name that a claim of `claims` has in the cluster, its successor's once it has moved. Left out where it is an emptyDir. */
  z.strictObject({ from: z.literal("claim"), claim: dnsLabel }),
  /** Name of the Service of a companion in `services`. */
  z.strictObject({ from: z.literal("service-host"), service: dnsLabel }),
  /** Port of the Service of a companion in `services`. */
  z.strictObject({ from: z.literal("service-port"), service: dnsLabel }),
  /** Host of the queue's Redis, fully qualified. */
  z.strictObject({ from: z.literal("redis-host") }),
  /** Port of the queue's Redis. */
  z.strictObject({ from: z.literal("redis-port") }),
] as const;

/** What only a container has. */
const contained = [
  /** Directory on the pod's scratch volume: the root filesystem is read-only. */
  z.strictObject({ from: z.literal("home") }),
  /** Limit of the container's memory, GiB. */
  z.strictObject({ from: z.literal("memory-limit-gib") }),
  /** Password of Redis' default user, from its Secret. Left out where it has none. */
  z.strictObject({ from: z.literal("redis-password") }),
  /** A key of a Secret of the namespace that the environment does not make. */
  z.strictObject({
    from: z.literal("secret"),
    ...secretKeyRef.shape,
    /** The pod starts without the Secret or the key. */
    optional: z.boolean(),
  }),
] as const;

/** What only the container of a server has. */
const serving = [
  /** Port that the container listens on. */
  z.strictObject({ from: z.literal("port") }),
] as const;

/** What only the container of a queue worker has. */
const working = [
  /** Queues of the worker, with commas, highest priority first. */
  z.strictObject({ from: z.literal("queues") }),
  /** `jobTimeoutSeconds` of the worker. */
  z.strictObject({ from: z.literal("job-timeout-seconds") }),
] as const;

const deployedReference = z.discriminatedUnion("from", deployed);
const serverReference = z.discriminatedUnion("from", [...deployed, ...contained, ...serving]);
const workerReference = z.discriminatedUnion("from", [...deployed, ...contained, ...working]);

/** A value of the settings that follows from the deployment. */
export type SettingReference = z.output<typeof deployedReference>;
/** A value of a server's variable that follows from the deployment or its container. */
export type ServerReference = z.output<typeof serverReference>;
/** A value of a worker's variable that follows from the deployment or its container. */
export type WorkerReference = z.output<typeof workerReference>;

/** A text, or a reference; all faults of one are reported together. */
function valueOf<
  T extends typeof deployedReference | typeof serverReference | typeof workerReference,
>(reference: T) {
  const names = reference.options.map(({ shape }) => `"${shape.from.value}"`).join(", ");
  const shape = 'a text in quotes, "…", or { from: "redis-host" }, a reference';
  return z
    .union([z.string(), reference], {
      error: `must be a text, or { from: … } with one of ${names}`,
    })
    .meta({ shape, fix: `write ${shape}` });
}

/** Settings by name: a text, or where the value comes from. What is not there in an environment is left out. */
export const settings = z.record(settingName, valueOf(deployedReference));
export type Settings = z.output<typeof settings>;

/** Variables of a container that serves a port, in the same way. */
export const serverVariables = z.record(settingName, valueOf(serverReference));
export type ServerVariables = z.output<typeof serverVariables>;

/** Variables of a queue worker's container, in the same way. */
export const workerVariables = z.record(settingName, valueOf(workerReference));
export type WorkerVariables = z.output<typeof workerVariables>;
