import type { ITerraformDependable } from "cdktf";
import type { HomeFilesSpec } from "../../environments/schema";
import type { QueueName } from "../../queues";
import type { AppSecret } from "../app-secrets/app-secrets";
import type { RedisOutputs } from "../redis/redis";
import type { Nodes } from "./placement";
import type { PodUser } from "./security-context";
import type { Deployed } from "./variables";
import type { PodVolume } from "./volumes";

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
  /** Library that keeps the app's jobs in Redis. */
  readonly queue: QueueName;
  /** What references in variables lead to. */
  readonly deployed: Deployed;
  /** Files of Secrets in the pods' home. */
  readonly homeFiles: readonly HomeFilesSpec[];
  /** Scratch volumes have room on their node, all of them; false where requests are reduced. */
  readonly reservesDisk: boolean;
  /** The application's claims, or what stands in for them. */
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
