import { gibibytes } from "../../environments/nodes/node-resources";
import type {
  CompanionSpec,
  Resources,
  ServerReference,
  ServerVariables,
  SettingReference,
  Settings,
  WorkerReference,
  WorkerSpec,
  WorkerVariables,
} from "../../environments/schema";
import type { RedisOutputs } from "../redis/redis";
import { passwordVariable, type Variable } from "./variable";
import { SCRATCH_PATH } from "./volumes";

/** What references of the application's data lead to. */
export interface Deployed {
  readonly namespace: string;
  /** The application's own image with its tag, as nodes pull it. */
  readonly image: string;
  /** Tag of that image, with or without digest. */
  readonly imageTag: string;
  /**
   * Secret that pods pull with.
   *
   * @default the environment has no credentials for a registry outside the cluster
   */
  readonly pullSecretName?: string;
  /** Names of the claims that were made, by their names in the data. */
  readonly claims: Readonly<Record<string, string>>;
  readonly services: readonly CompanionSpec[];
  readonly workers: readonly Pick<WorkerSpec, "jobTimeoutSeconds">[];
  readonly redis: RedisOutputs;
}

/** What a container that serves a port has of its own. */
export interface ServerContainer extends Pick<Resources, "limits"> {
  readonly port: number;
}

/** What a worker's container has of its own. */
export interface WorkerContainer
  extends Pick<Resources, "limits">, Pick<WorkerSpec, "queues" | "jobTimeoutSeconds"> {}

type ContainedReference = Extract<ServerReference, WorkerReference>;

/**
 * Home of the image's user, on the pods' scratch volume: the root filesystem is read-only.
 */
export const HOME = SCRATCH_PATH;

/** The settings as texts; those that lead to nothing in this environment are left out. */
export function resolvedSettings(settings: Settings, deployed: Deployed): Record<string, string> {
  return Object.fromEntries(
    Object.entries(settings).flatMap(([name, given]) => {
      const value = typeof given === "string" ? given : deployedValue(given, deployed);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** Variables of a container that serves a port, in the order of the data. */
export function serverVariables(
  given: ServerVariables,
  deployed: Deployed,
  container: ServerContainer,
): Variable[] {
  return Object.entries(given).flatMap(([name, value]) => {
    if (typeof value === "string") return literal(name, value);
    return value.from === "port"
      ? literal(name, String(container.port))
      : containedVariable(name, value, deployed, container);
  });
}

/** Variables of a queue worker's container, in the order of the data. */
export function workerVariables(
  given: WorkerVariables,
  deployed: Deployed,
  container: WorkerContainer,
): Variable[] {
  return Object.entries(given).flatMap(([name, value]) => {
    if (typeof value === "string") return literal(name, value);
    switch (value.from) {
      case "queues":
        return literal(name, container.queues.join(","));
      case "job-timeout-seconds":
        return literal(name, String(container.jobTimeoutSeconds));
      default:
        return containedVariable(name, value, deployed, container);
    }
  });
}

function containedVariable(
  name: string,
  reference: ContainedReference,
  deployed: Deployed,
  { limits }: Pick<Resources, "limits">,
): Variable[] {
  switch (reference.from) {
    case "home":
      return literal(name, HOME);
    case "memory-limit-gib":
      return literal(name, String(gibibytes(limits.memory)));
    case "redis-password":
      return passwordVariable(name, deployed.redis);
    case "secret": {
      const { secretName, key, optional } = reference;
      return [{ name, valueFrom: { secretKeyRef: { name: secretName, key, optional } } }];
    }
    default:
      return literal(name, deployedValue(reference, deployed));
  }
}

/** Undefined: it is not there in this environment. */
function deployedValue(reference: SettingReference, deployed: Deployed): string | undefined {
  switch (reference.from) {
    case "namespace":
      return deployed.namespace;
    case "image":
      return deployed.image;
    case "image-commit":
      return deployed.imageTag.replace(/@.*/, "");
    case "pull-secret":
      return deployed.pullSecretName;
    case "shortest-job-timeout-seconds":
      return String(Math.min(...deployed.workers.map((worker) => worker.jobTimeoutSeconds)));
    case "claim":
      return deployed.claims[reference.claim];
    case "service-host":
      return serviceOf(reference.service, deployed).name;
    case "service-port":
      return String(serviceOf(reference.service, deployed).port);
    case "redis-host":
      return deployed.redis.host;
    case "redis-port":
      return String(deployed.redis.port);
    default:
      return reference satisfies never;
  }
}

/** Validation refuses a name that is not there. */
function serviceOf(name: string, { services }: Deployed): CompanionSpec {
  const found = services.find((service) => service.name === name);
  if (found === undefined) throw new Error(`the application has no service ${name}`);
  return found;
}

function literal(name: string, value: string | undefined): Variable[] {
  return value === undefined ? [] : [{ name, value }];
}
