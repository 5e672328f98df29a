import type { Construct } from "constructs";
import { imageTagOf } from "../environments/applications";
import { gpuResourceNames } from "../environments/nodes/gpu-resolution";
import { isProtected } from "../environments/protection";
import type { ApplicationSpec, EnvironmentSpec } from "../environments/schema";
import { imageSource } from "../environments/switched";
import { Claims } from "../modules/claims/claims";
import { ClusterAccess } from "../modules/cluster-access/cluster-access";
import { submissionsOf } from "../modules/cluster-access/submissions";
import { NetworkPolicies } from "../modules/network-policies/network-policies";
import { appImage } from "../modules/pod/app-image";
import type { AppRuntime } from "../modules/pod/app-runtime";
import { AppSettings } from "../modules/pod/app-settings";
import { resourcesOf } from "../modules/pod/resources-of";
import { QUEUE_METRICS, QUEUE_METRICS_PORT } from "../modules/queue-metrics/queue-metrics";
import { Quota } from "../modules/quota/quota";
import { Redis } from "../modules/redis/redis";
import { readableKeys } from "../queues";
import { reachedFront } from "./application-front";
import type { PlatformOutputs } from "./platform-stack";
import type { SecretsOutputs } from "./secrets-stack";
import type { StorageOutputs } from "./storage-stack";

/** What the stacks before an application's hand on to it. */
export interface ApplicationProps {
  readonly application: ApplicationSpec;
  readonly storage: StorageOutputs;
  readonly platform: PlatformOutputs;
  readonly secrets?: SecretsOutputs;
}

interface RuntimeProps extends ApplicationProps {
  /** Its namespace as the platform made it. */
  readonly namespace: string;
  /** Deployment that keeps the deletion cost of workers. */
  readonly keeper: string | undefined;
}

/** Everything that pods stand on, in the order they need it: guards, identity, data, Redis, settings. */
export function applicationRuntime(
  scope: Construct,
  spec: EnvironmentSpec,
  props: RuntimeProps,
): AppRuntime {
  const { application, namespace } = props;
  const { name } = application;
  const { fallbacks } = spec;
  const { storage, secrets = {} } = props;
  const protect = isProtected(spec);
  const nodes = {
    cluster: spec.cluster,
    broadTolerations: fallbacks?.broadTolerations === true,
  };
  // Named also while images come from the registry, which needs no credentials: the provider
  // leaves the secret on a Deployment whose configuration names none any more, so it is there always.
  const pullSecretName = secrets[name]?.pullSecretName;
  const image = applicationImage(spec, props);
  const submits = submissionsOf(application, spec);
  const access = new ClusterAccess(scope, "access", {
    application: name,
    namespace,
    pullSecretName,
    submits,
  });
  const guards = [...guardsOf(scope, spec, props), ...resourcesOf(access)];
  const claims = new Claims(scope, "claims", {
    application: name,
    namespace,
    claims: application.claims,
    className: storage.className,
    nodeLocal: fallbacks?.nodeLocalVolumes === true,
    emptyDirClaim: fallbacks?.emptyDirCache === true ? application.cacheClaim : undefined,
    moves: spec.switches.claimMoves,
    protect,
  });
  const redis = new Redis(scope, "redis", {
    application: name,
    namespace,
    redis: application.redis,
    readableKeys: readableKeys(application),
    ...{ nodes, protect, guards },
  });
  const deployed = {
    namespace,
    image,
    imageTag: imageTagOf(spec, application),
    pullSecretName,
    claims: claims.outputs.names,
    services: application.services,
    workers: application.workers,
    redis: redis.outputs,
  };
  const settings = new AppSettings(scope, "settings", {
    application: name,
    settings: application.settings,
    deployed,
  });
  return {
    application: name,
    namespace,
    image,
    pullSecretName,
    ...access.outputs,
    user: application.user,
    nodes,
    settings: settings.outputs,
    secrets: secrets[name]?.appSecrets ?? [],
    redis: redis.outputs,
    queue: application.queue,
    deployed,
    homeFiles: application.homeFiles,
    reservesDisk: Object.keys(fallbacks?.reducedRequests[name] ?? {}).length === 0,
    dataVolumes: claims.outputs.volumes,
    guards,
  };
}

/** Quota and LimitRange judge only pods that come after them, and no pod shall be open for a moment. */
function guardsOf(
  scope: Construct,
  spec: EnvironmentSpec,
  { application, namespace, platform, keeper }: RuntimeProps,
) {
  const quota = new Quota(scope, "quota", {
    application: application.name,
    namespace,
    quota: application.quota,
    gpuResources: gpuResourceNames(spec.cluster),
    containerDefaults: application.containerDefaults,
  });
  const policies = new NetworkPolicies(scope, "network", {
    application: application.name,
    namespace,
    redis: application.redis,
    workers: application.workers.map((worker) => worker.name),
    queueReader: keeper,
    queueMetrics:
      platform.prometheus === undefined
        ? undefined
        : { component: QUEUE_METRICS, port: QUEUE_METRICS_PORT.port },
    submitted: application.submission?.components ?? [],
    web: reachedFront(application),
    services: application.services,
    egresses: application.egresses,
    kedaNamespace: platform.keda?.namespace,
    prometheusNamespace: platform.prometheus?.namespace,
  });
  return resourcesOf(quota, policies);
}

/** @param variant end of the repository's name. @default the app's own image */
export function applicationImage(
  spec: EnvironmentSpec,
  { application, platform: { registry } }: ApplicationProps,
  variant?: string,
): string {
  const tag = imageTagOf(spec, application);
  return appImage(imageSource(spec, application), tag, registry, variant);
}
