import type { Construct } from "constructs";
import { alertPrefixOf } from "../environments/applications";
import type { ApplicationSpec, EnvironmentSpec } from "../environments/schema";
import { imageSource, installs } from "../environments/switched";
import { KEDA_OPERATOR_ACCOUNT } from "../addons/keda";
import { userOf } from "../modules/admission-policy/admission-policy";
import { Dashboards } from "../modules/dashboards/dashboards";
import type { ShownWorker } from "../modules/dashboards/worker-panels";
import { ImageProbe, type ImageProbeProps } from "../modules/image-probe/image-probe";
import { Monitoring } from "../modules/monitoring/monitoring";
import { ownedNames } from "../modules/ownership/owned-names";
import { OwnershipGuard } from "../modules/ownership/ownership-guard";
import type { AppRuntime } from "../modules/pod/app-runtime";
import { QUEUE_METRICS, QueueMetrics } from "../modules/queue-metrics/queue-metrics";
import type { PlatformOutputs } from "./platform-stack";

/** Looks whether a new node could pull the images. Without Prometheus it has no reader. */
export function probeImages(
  scope: Construct,
  spec: EnvironmentSpec,
  { prometheus, registry }: PlatformOutputs,
  application: ApplicationSpec,
  pods: Pick<ImageProbeProps, "runtime" | "images">,
): void {
  if (prometheus === undefined) return;
  new ImageProbe(scope, "image-probe", {
    ...pods,
    source: imageSource(spec, application),
    registryNamespace: registry?.namespace,
    prometheusNamespace: prometheus.namespace,
  });
}

/** An application in its stack. */
interface WatchedApplication {
  readonly application: ApplicationSpec;
  /** Its namespace as the platform made it. */
  readonly namespace: string;
  readonly platform: PlatformOutputs;
}

interface MonitoredApplication extends WatchedApplication {
  /** Those that KEDA scales. */
  readonly workers: readonly ShownWorker[];
  readonly runtime: AppRuntime;
  /** Deployment that keeps the deletion cost of workers. */
  readonly keeper: string | undefined;
  /** Whether External Secrets brings credentials into the namespace. */
  readonly synced: boolean;
}

/** Exporters, monitors, alerts and dashboards: their custom resources need the CRDs that the monitoring chart brings. */
export function monitor(
  scope: Construct,
  spec: EnvironmentSpec,
  { application, namespace, platform, workers, runtime, keeper, synced }: MonitoredApplication,
): void {
  if (platform.prometheus === undefined) return;
  const { name, web } = application;
  new QueueMetrics(scope, "queue-metrics", {
    workers: application.workers,
    signals: application.signals ?? {},
    runtime,
  });
  new Monitoring(scope, "monitoring", {
    application: name,
    alertPrefix: alertPrefixOf(application),
    signals: application.signals ?? {},
    queue: application.queue,
    hasWeb: web !== undefined,
    webMetricsPath: web?.metricsPath,
    namespace,
    workers,
    queueMetrics: QUEUE_METRICS,
    deletionCostKeeper: keeper,
    kedaNamespace: platform.keda?.namespace,
    syncedSecrets: synced,
  });
  new Dashboards(scope, "dashboards", {
    application: name,
    grafanaNamespace: platform.prometheus.namespace,
    namespace: application.namespace,
    workers,
    web,
    nodes: {
      inPools: spec.cluster.kind === "eks",
      autoscaler: installs(spec, "cluster-autoscaler"),
    },
    deletionCostKeeper: keeper,
  });
}

/** Keeps others from what the stack owns: the app's own manifests have objects of the same names. */
export function guardOwnership(
  scope: Construct,
  spec: EnvironmentSpec,
  props: WatchedApplication,
): void {
  const { application, namespace } = props;
  const { keda, prometheus } = props.platform;
  new OwnershipGuard(scope, "ownership", {
    application: application.name,
    namespace,
    environment: spec.name,
    owned: ownedNames(application, {
      keda: keda !== undefined,
      prometheus: prometheus !== undefined,
    }),
    kedaOperator: keda && userOf(keda.namespace, KEDA_OPERATOR_ACCOUNT),
  });
}
