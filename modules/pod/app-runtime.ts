import type { ITerraformDependable } from "cdktf";
import type { Resources } from "../../environments/schema";
import { gibibytes } from "../../environments/nodes/node-resources";
import type { AppSecret } from "../app-secrets/app-secrets";
import type { RedisOutputs } from "../redis/redis";
import type { Nodes } from "./placement";
import type { PodUser } from "./security-context";
import { type PodVolume, SCRATCH_PATH } from "./volumes";

/** What all pods of the app's image have in common, and which resources made it. */
export interface AppRuntime {
  /** Name of the application: its objects are called after it. */
  readonly application: string;
  readonly namespace: string;
  /** Image with its tag, as nodes pull it. */
  readonly image: string;
  /**
   * dockerconfigjson Secret in the namespace.
   *
   * @default the environment has no credentials for a registry outside the cluster
   */
  readonly pullSecretName?: string;
  /** Service account of web and workers. */
  readonly serviceAccountName: string;
  /** Whether web and workers call the Kubernetes API: only then do they get a token. */
  readonly callsApi: boolean;
  readonly user: PodUser;
  readonly nodes: Nodes;
  /** ConfigMap with the app's settings, and a checksum that rolls the pods when one changes. */
  readonly settings: { readonly name: string; readonly checksum: string };
  /** Secrets that pods of the app read variables from. */
  readonly secrets: readonly AppSecret[];
  readonly redis: RedisOutputs;
  /**
   * Variable that the app reads Redis' password from.
   *
   * @default the app sends none
   */
  readonly redisPasswordVariable?: string;
  /**
   * Secret with cgpu's login.
   *
   * @default cgpu is not used
   */
  readonly cgpuSecretName?: string;
  /** Scratch volumes have room on their node, all of them; false where requests are reduced. */
  readonly reservesDisk: boolean;
  /** Footage, music, results, cache. */
  readonly dataVolumes: readonly PodVolume[];
  /**
   * Quota, limits and network policies: they come before the first pod, which
   * they would not change any more.
   */
  readonly guards: ITerraformDependable[];
}

/** References to the pull secret, as a pod spec has them. */
export function pullSecrets({ pullSecretName }: AppRuntime): { name: string }[] | undefined {
  return pullSecretName === undefined ? undefined : [{ name: pullSecretName }];
}

/** All of the app's settings as variables. */
export function settingsSource({ settings }: AppRuntime) {
  return [{ configMapRef: { name: settings.name } }];
}

/** Changes with the settings, so that the Deployment rolls: a pod reads its ConfigMap only at start. */
export function settingsAnnotation({ settings }: AppRuntime): Record<string, string> {
  return { "fluxibri.ai/settings-checksum": settings.checksum };
}

/**
 * Redis as the app looks for it. It reads REDIS_SERVICE_PORT before REDIS_PORT,
 * and service links would set the latter to `tcp://…`: both are set here, and
 * service links are off in every pod.
 */
export function redisVariables({ redis, redisPasswordVariable }: AppRuntime): Variable[] {
  return [
    { name: "REDIS_HOST", value: redis.host },
    { name: "REDIS_PORT", value: String(redis.port) },
    { name: "REDIS_SERVICE_PORT", value: String(redis.port) },
    ...(redisPasswordVariable === undefined ? [] : passwordVariable(redisPasswordVariable, redis)),
  ];
}

/**
 * Home of the image's user, on the pods' scratch volume: the root filesystem is
 * read-only, and models, caches and cgpu's login are looked for below it.
 */
export const HOME = SCRATCH_PATH;

/** What a container may use, as the app is told: it plans by 8 GB where nobody says. */
export function memoryVariable({ limits }: Resources): Variable {
  return { name: "MEMORY_LIMIT_GB", value: String(gibibytes(limits.memory)) };
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

/** Redis' password in a variable, from its Secret; nothing where it has none. */
export function passwordVariable(
  name: string,
  { password }: Pick<RedisOutputs, "password">,
): Variable[] {
  return password === undefined
    ? []
    : [{ name, valueFrom: { secretKeyRef: { name: password.secretName, key: password.key } } }];
}

/** A variable of a container, written out or from a Secret. */
export interface Variable {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: { readonly secretKeyRef: { readonly name: string; readonly key: string } };
}
