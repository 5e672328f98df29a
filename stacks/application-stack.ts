import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import { stackOf } from "../environments/applications";
import type { ApplicationSpec, EnvironmentSpec } from "../environments/schema";
import { CompanionService } from "../modules/companion-service/companion-service";
import type { ShownWorker } from "../modules/dashboards/worker-panels";
import { DELETION_COST_KEEPER, DeletionCost } from "../modules/deletion-cost/deletion-cost";
import type { AppRuntime } from "../modules/pod/app-runtime";
import { withReducedRequests } from "../modules/pod/requests";
import { QueueWorker } from "../modules/queue-worker/queue-worker";
import { namespaceOf } from "./application-place";
import { type ApplicationProps, applicationImage, applicationRuntime } from "./application-runtime";
import { webFront } from "./application-front";
import { EnvironmentStack } from "./environment-stack";
import { guardOwnership, monitor, probeImages } from "./application-watch";

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
    const runtime = applicationRuntime(this, spec, {
      ...props,
      namespace: this.namespace,
      keeper: this.keeper,
    });
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
    const images = [...new Set([undefined, ...variants])].map((variant) =>
      applicationImage(spec, props, variant),
    );
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
        runtime: { ...runtime, image: applicationImage(spec, this.props, worker.imageVariant) },
        keda: this.props.platform.keda !== undefined,
      }).outputs;
      const { name, queues, scaling } = worker;
      const min = scaling.kind === "deployment" ? scaling.min : 0;
      return scaler === undefined
        ? []
        : [
            {
              application: application.name,
              queue: application.queue,
              name,
              queues,
              scaler,
              min,
              max: scaling.max,
            },
          ];
    });
  }
}
