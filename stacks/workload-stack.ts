import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import { gpuResourceNames } from "../environments/nodes/gpu-resolution";
import { isProtected } from "../environments/protection";
import type { EnvironmentSpec } from "../environments/schema";
import { imageSource, installs } from "../environments/switched";
import { Claims } from "../modules/claims/claims";
import { ClusterAccess } from "../modules/cluster-access/cluster-access";
import { submissionsOf } from "../modules/cluster-access/submissions";
import { CompanionService } from "../modules/companion-service/companion-service";
import { Dashboards } from "../modules/dashboards/dashboards";
import type { ShownWorker } from "../modules/dashboards/worker-panels";
import { DELETION_COST_KEEPER, DeletionCost } from "../modules/deletion-cost/deletion-cost";
import { Monitoring } from "../modules/monitoring/monitoring";
import { NetworkPolicies } from "../modules/network-policies/network-policies";
import { appImage } from "../modules/pod/app-image";
import type { AppRuntime } from "../modules/pod/app-runtime";
import {
  QUEUE_METRICS,
  QUEUE_METRICS_PORT,
  QueueMetrics,
} from "../modules/queue-metrics/queue-metrics";
import { AppSettings } from "../modules/pod/app-settings";
import { withReducedRequests } from "../modules/pod/requests";
import { resourcesOf } from "../modules/pod/resources-of";
import { QueueWorker } from "../modules/queue-worker/queue-worker";
import { Quota } from "../modules/quota/quota";
import { Redis } from "../modules/redis/redis";
import { WebService } from "../modules/web-service/web-service";
import { EnvironmentStack } from "./environment-stack";
import type { PlatformOutputs } from "./platform-stack";
import type { SecretsOutputs } from "./secrets-stack";
import type { StorageOutputs } from "./storage-stack";
import { guardOwnership, probeImages } from "./workload-watch";

export interface WorkloadProps {
  readonly storage: StorageOutputs;
  readonly platform: PlatformOutputs;
  readonly secrets?: SecretsOutputs;
}

export interface WorkloadOutputs {
  /** Address of the web front inside the cluster. */
  readonly webUrl: string;
  /** Redis as the app and KEDA reach it, `host:port`. */
  readonly redisAddress: string;
}

/** montage-ai itself. */
export class WorkloadStack extends EnvironmentStack {
  readonly outputs: WorkloadOutputs;

  constructor(
    scope: Construct,
    spec: EnvironmentSpec,
    private readonly props: WorkloadProps,
  ) {
    super(scope, spec, "workload", ["kubernetes"]);
    const runtime = this.runtime();
    const web = new WebService(this, "web", {
      web: spec.workload.web,
      resources: withReducedRequests(spec.workload.web.resources, "web", spec.fallbacks),
      runtime,
    });
    const workers = this.workers(runtime);
    const scaledIn = this.scaledInWorkers();
    if (scaledIn.length > 0)
      new DeletionCost(this, "deletion-cost", { workers: scaledIn, runtime });
    for (const service of spec.workload.services) {
      new CompanionService(this, `service-${service.component}`, { service, runtime });
    }
    const variants = new Set(spec.workload.workers.map(({ imageVariant }) => imageVariant));
    const images = [...new Set([undefined, ...variants])].map((variant) => this.image(variant));
    probeImages(this, spec, this.props.platform, { runtime, images });
    this.monitoring(workers, runtime);
    guardOwnership(this, spec, this.props.platform);
    this.outputs = { webUrl: web.outputs.url, redisAddress: runtime.redis.address };
    new TerraformOutput(this, "web-url", { value: this.outputs.webUrl });
    new TerraformOutput(this, "redis-address", { value: this.outputs.redisAddress });
  }

  /** Everything that pods stand on, in the order they need it: guards, identity, data, Redis, settings. */
  private runtime(): AppRuntime {
    const { spec } = this;
    const { workload, fallbacks } = spec;
    const { platform, storage } = this.props;
    const namespace = platform.workloadNamespace;
    const protect = isProtected(spec);
    const nodes = {
      cluster: spec.cluster,
      broadTolerations: fallbacks?.broadTolerations === true,
    };
    // Named also while images come from the registry, which asks nobody for credentials: the provider
    // leaves the secret on a Deployment whose configuration names none any more, so it is there always.
    const pullSecretName = this.props.secrets?.pullSecretName;
    const image = this.image();
    const submits = submissionsOf(spec);
    const access = new ClusterAccess(this, "access", { namespace, pullSecretName, submits });
    const guards = [...this.guards(), ...resourcesOf(access)];
    const claims = new Claims(this, "claims", {
      namespace,
      claims: workload.claims,
      className: storage.className,
      nodeLocal: fallbacks?.nodeLocalVolumes === true,
      emptyDirClaim: fallbacks?.emptyDirCache === true ? workload.cacheClaim : undefined,
      moves: spec.switches.claimMoves,
      protect,
    });
    const redis = new Redis(this, "redis", {
      namespace,
      redis: spec.redis,
      nodes,
      protect,
      guards,
    });
    const deployed = {
      namespace,
      image,
      imageTag: spec.switches.imageTag,
      pullSecretName,
      claims: claims.outputs.names,
      services: workload.services,
      workers: workload.workers,
      redis: redis.outputs,
    };
    const settings = new AppSettings(this, "settings", {
      settings: workload.settings,
      deployed,
    });
    return {
      namespace,
      image,
      pullSecretName,
      ...access.outputs,
      user: workload.user,
      nodes,
      settings: settings.outputs,
      secrets: this.props.secrets?.appSecrets ?? [],
      redis: redis.outputs,
      deployed,
      homeFiles: workload.homeFiles,
      reservesDisk: Object.keys(fallbacks?.reducedRequests ?? {}).length === 0,
      dataVolumes: claims.outputs.volumes,
      guards,
    };
  }

  /** Quota and LimitRange judge only pods that come after them, and no pod shall be open for a moment. */
  private guards() {
    const { workload, redis } = this.spec;
    const { platform } = this.props;
    const namespace = platform.workloadNamespace;
    const quota = new Quota(this, "quota", {
      namespace,
      quota: workload.quota,
      gpuResources: gpuResourceNames(this.spec.cluster),
      containerDefaults: workload.containerDefaults,
    });
    const policies = new NetworkPolicies(this, "network", {
      namespace,
      redis,
      workers: workload.workers.map((worker) => worker.name),
      queueReader: this.scaledInWorkers().length > 0 ? DELETION_COST_KEEPER : undefined,
      queueMetrics:
        platform.prometheus === undefined
          ? undefined
          : { component: QUEUE_METRICS, port: QUEUE_METRICS_PORT.port },
      submitted: workload.submission?.components ?? [],
      webPort: workload.web.port,
      services: workload.services,
      egresses: workload.egresses,
      ingress: workload.web.ingress !== undefined,
      kedaNamespace: platform.keda?.namespace,
      prometheusNamespace: platform.prometheus?.namespace,
    });
    return resourcesOf(quota, policies);
  }

  /** Workers of which a scale-in removes some: it has to choose. */
  private scaledInWorkers() {
    const { workers } = this.spec.workload;
    return this.props.platform.keda === undefined
      ? []
      : workers.filter(({ scaling }) => scaling.kind === "deployment");
  }

  private workers(runtime: AppRuntime): readonly ShownWorker[] {
    const { workload, fallbacks } = this.spec;
    return workload.workers.flatMap((worker) => {
      const { scaler } = new QueueWorker(this, worker.name, {
        worker,
        resources: withReducedRequests(worker.resources, worker.name, fallbacks),
        runtime: { ...runtime, image: this.image(worker.imageVariant) },
        keda: this.props.platform.keda !== undefined,
      }).outputs;
      const { name, queues, scaling } = worker;
      const min = scaling.kind === "deployment" ? scaling.min : 0;
      return scaler === undefined ? [] : [{ name, queues, scaler, min, max: scaling.max }];
    });
  }

  /** @param variant end of the repository's name; by default the app's own image */
  private image(variant?: string): string {
    const { spec } = this;
    const { registry } = this.props.platform;
    return appImage(imageSource(spec), spec.switches.imageTag, registry, variant);
  }

  /** Its custom resources need the CRDs that the monitoring chart brings. */
  private monitoring(workers: readonly ShownWorker[], runtime: AppRuntime): void {
    const { platform } = this.props;
    if (platform.prometheus === undefined) return;
    const namespace = platform.workloadNamespace;
    const deletionCostKeeper = this.scaledInWorkers().length > 0 ? DELETION_COST_KEEPER : undefined;
    new QueueMetrics(this, "queue-metrics", {
      queues: this.spec.workload.workers.flatMap(({ queues }) => queues),
      runtime,
    });
    new Monitoring(this, "monitoring", {
      namespace,
      workers,
      queueMetrics: QUEUE_METRICS,
      deletionCostKeeper,
      kedaNamespace: platform.keda?.namespace,
      syncedSecrets: this.props.secrets !== undefined,
    });
    new Dashboards(this, "dashboards", {
      grafanaNamespace: platform.prometheus.namespace,
      namespace: this.spec.workload.namespace,
      workers,
      web: this.spec.workload.web,
      nodes: {
        inPools: this.spec.cluster.kind === "eks",
        autoscaler: installs(this.spec, "cluster-autoscaler"),
      },
      deletionCostKeeper,
    });
  }
}
