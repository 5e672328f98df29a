import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import { imageTagOf, stackOf } from "../environments/applications";
import { gpuResourceNames } from "../environments/nodes/gpu-resolution";
import { isProtected } from "../environments/protection";
import type { ApplicationSpec, EnvironmentSpec } from "../environments/schema";
import { imageSource } from "../environments/switched";
import { Claims } from "../modules/claims/claims";
import { ClusterAccess } from "../modules/cluster-access/cluster-access";
import { submissionsOf } from "../modules/cluster-access/submissions";
import { CompanionService } from "../modules/companion-service/companion-service";
import type { ShownWorker } from "../modules/dashboards/worker-panels";
import { DELETION_COST_KEEPER, DeletionCost } from "../modules/deletion-cost/deletion-cost";
import { NetworkPolicies } from "../modules/network-policies/network-policies";
import { appImage } from "../modules/pod/app-image";
import type { AppRuntime } from "../modules/pod/app-runtime";
import { QUEUE_METRICS, QUEUE_METRICS_PORT } from "../modules/queue-metrics/queue-metrics";
import { AppSettings } from "../modules/pod/app-settings";
import { withReducedRequests } from "../modules/pod/requests";
import { resourcesOf } from "../modules/pod/resources-of";
import { QueueWorker } from "../modules/queue-worker/queue-worker";
import { Quota } from "../modules/quota/quota";
import { Redis } from "../modules/redis/redis";
import { readableKeys } from "../queues";
import { namespaceOf } from "./application-place";
import { reachedFront, webFront } from "./application-front";
import { EnvironmentStack } from "./environment-stack";
import type { PlatformOutputs } from "./platform-stack";
import type { SecretsOutputs } from "./secrets-stack";
import type { StorageOutputs } from "./storage-stack";
import { guardOwnership, monitor, probeImages } from "./application-watch";

export interface ApplicationProps {
  readonly application: ApplicationSpec;
  readonly storage: StorageOutputs;
  readonly platform: PlatformOutputs;
  readonly secrets?: SecretsOutputs;
}

export interface ApplicationOutputs {
  /** Address of the web front inside the cluster; undefined where it has none. */
  readonly webUrl: string | undefined;
  /** Redis as the app and KEDA reach it, `host:port`. */
  readonly redisAddress: string;
}

/** An application: everything in its namespace, and its dashboards. */
export class ApplicationStack extends EnvironmentStack {
  readonly outputs: ApplicationOutputs;
  private readonly application: ApplicationSpec;
  private readonly namespace: string;

  constructor(
    scope: Construct,
    spec: EnvironmentSpec,
    private readonly props: ApplicationProps,
  ) {
    super(scope, spec, stackOf(props.application), ["kubernetes"]);
    const { application } = props;
    this.application = application;
    this.namespace = namespaceOf(application, props.platform.namespaces);
    const runtime = this.runtime();
    const webUrl = webFront(this, spec, application, runtime);
    const workers = this.workers(runtime);
    const { keeper } = this;
    if (keeper !== undefined) {
      new DeletionCost(this, "deletion-cost", { workers: this.scaledInWorkers(), runtime });
    }
    for (const service of application.services) {
      new CompanionService(this, `service-${service.component}`, { service, runtime });
    }
    const variants = new Set(application.workers.map(({ imageVariant }) => imageVariant));
    const images = [...new Set([undefined, ...variants])].map((variant) => this.image(variant));
    probeImages(this, spec, props.platform, application, { runtime, images });
    const watched = { ...props, namespace: this.namespace };
    monitor(this, spec, {
      ...watched,
      workers,
      runtime,
      keeper,
      synced: props.secrets !== undefined,
    });
    guardOwnership(this, spec, watched);
    this.outputs = { webUrl, redisAddress: runtime.redis.address };
    if (webUrl !== undefined) new TerraformOutput(this, "web-url", { value: webUrl });
    new TerraformOutput(this, "redis-address", { value: this.outputs.redisAddress });
  }

  /** Everything that pods stand on, in the order they need it: guards, identity, data, Redis, settings. */
  private runtime(): AppRuntime {
    const { spec, application, namespace } = this;
    const { name } = application;
    const { fallbacks } = spec;
    const { storage, secrets = {} } = this.props;
    const protect = isProtected(spec);
    const nodes = {
      cluster: spec.cluster,
      broadTolerations: fallbacks?.broadTolerations === true,
    };
    // Named also while images come from the registry, which needs no credentials: the provider
    // leaves the secret on a Deployment whose configuration names none any more, so it is there always.
    const pullSecretName = secrets[name]?.pullSecretName;
    const image = this.image();
    const submits = submissionsOf(application, spec);
    const access = new ClusterAccess(this, "access", {
      application: name,
      namespace,
      pullSecretName,
      submits,
    });
    const guards = [...this.guards(), ...resourcesOf(access)];
    const claims = new Claims(this, "claims", {
      application: name,
      namespace,
      claims: application.claims,
      className: storage.className,
      nodeLocal: fallbacks?.nodeLocalVolumes === true,
      emptyDirClaim: fallbacks?.emptyDirCache === true ? application.cacheClaim : undefined,
      moves: spec.switches.claimMoves,
      protect,
    });
    const redis = new Redis(this, "redis", {
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
    const settings = new AppSettings(this, "settings", {
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
  private guards() {
    const { application, namespace } = this;
    const { platform } = this.props;
    const quota = new Quota(this, "quota", {
      application: application.name,
      namespace,
      quota: application.quota,
      gpuResources: gpuResourceNames(this.spec.cluster),
      containerDefaults: application.containerDefaults,
    });
    const policies = new NetworkPolicies(this, "network", {
      application: application.name,
      namespace,
      redis: application.redis,
      workers: application.workers.map((worker) => worker.name),
      queueReader: this.keeper,
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

  /** Workers of which a scale-in removes some: it has to choose. */
  private scaledInWorkers() {
    const { workers } = this.application;
    return this.props.platform.keda === undefined
      ? []
      : workers.filter(({ scaling }) => scaling.kind === "deployment");
  }

  /** Name of what keeps the deletion cost, where a worker is scaled in. */
  private get keeper(): string | undefined {
    return this.scaledInWorkers().length > 0 ? DELETION_COST_KEEPER : undefined;
  }

  private workers(runtime: AppRuntime): readonly ShownWorker[] {
    const { application, spec } = this;
    const { fallbacks } = spec;
    return application.workers.flatMap((worker) => {
      const { scaler } = new QueueWorker(this, worker.name, {
        worker,
        resources: withReducedRequests(
          application,
          { component: worker.name, resources: worker.resources },
          fallbacks,
        ),
        runtime: { ...runtime, image: this.image(worker.imageVariant) },
        keda: this.props.platform.keda !== undefined,
      }).outputs;
      const { name, queues, scaling } = worker;
      const min = scaling.kind === "deployment" ? scaling.min : 0;
      return scaler === undefined
        ? []
        : [{ application: application.name, name, queues, scaler, min, max: scaling.max }];
    });
  }

  /** @param variant end of the repository's name; by default the app's own image */
  private image(variant?: string): string {
    const { spec, application } = this;
    const { registry } = this.props.platform;
    const tag = imageTagOf(spec, application);
    return appImage(imageSource(spec, application), tag, registry, variant);
  }
}
