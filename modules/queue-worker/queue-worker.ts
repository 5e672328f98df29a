import { DeploymentV1 } from "@cdktf/provider-kubernetes/lib/deployment-v1";
import { PodDisruptionBudgetV1 } from "@cdktf/provider-kubernetes/lib/pod-disruption-budget-v1";
import { Construct } from "constructs";
import { terminationGraceSeconds } from "../../environments/facts/termination-grace";
import type { Resources, WorkerSpec } from "../../environments/schema";
import { workerDeploymentName } from "../../environments/workload-names";
import { QueueScaler } from "../autoscaling/queue-scaler";
import { type GpuRequest, gpuRequest } from "../gpu/gpu-request";
import { selectorLabels, standardLabels } from "../labels";
import {
  pullSecrets,
  redisVariables,
  settingsAnnotation,
  settingsSource,
  type AppRuntime,
} from "../pod/app-runtime";
import { placementByRole, spreadOverNodes } from "../pod/placement";
import { containerSecurityContext, podSecurityContext } from "../pod/security-context";
import { emptyDirVolume } from "../pod/volumes";

export interface QueueWorkerProps {
  readonly worker: WorkerSpec;
  /** Requests and limits, after a fallback has had its say. */
  readonly resources: Resources;
  readonly runtime: AppRuntime;
  /** KEDA is there to scale it; otherwise its number of replicas is fixed. */
  readonly keda: boolean;
}

export interface QueueWorkerOutputs {
  /**
   * ScaledObject of the worker.
   *
   * @default KEDA is off
   */
  readonly scaledObjectName?: string;
}

/**
 * Pods that take jobs from RQ queues. The Deployment and what scales it are
 * made here together and neither is handed out: no second autoscaler can be
 * pointed at it.
 */
export class QueueWorker extends Construct {
  readonly outputs: QueueWorkerOutputs;

  constructor(scope: Construct, id: string, props: QueueWorkerProps) {
    super(scope, id);
    const deployment = this.deployment(props);
    this.disruptionBudget(props);
    this.outputs = { scaledObjectName: this.scaler(props, deployment)?.name };
  }

  private deployment(props: QueueWorkerProps): DeploymentV1 {
    const { worker, runtime, keda } = props;
    const labels = standardLabels("montage-ai", worker.name);
    const selector = selectorLabels("montage-ai", worker.name);
    const volumes = [...runtime.dataVolumes, emptyDirVolume("scratch", worker.scratch, "/tmp")];
    const gpu = gpuRequest(worker, runtime.nodes.cluster);
    const { nodeSelector, affinity, toleration } = placementByRole(runtime.nodes, worker.role, gpu);
    return new DeploymentV1(this, "deployment", {
      dependsOn: runtime.guards,
      metadata: { name: workerDeploymentName(worker.name), namespace: runtime.namespace, labels },
      spec: {
        // Unset while KEDA owns it: a number here would be drift at every plan and a scale-in at every apply.
        replicas: keda ? undefined : String(worker.scaling.replicasWithoutKeda),
        revisionHistoryLimit: 3,
        selector: { matchLabels: selector },
        strategy: { type: "RollingUpdate", rollingUpdate: rollout(worker) },
        template: {
          metadata: {
            labels,
            annotations: {
              ...settingsAnnotation(runtime),
              // cluster-autoscaler must not move a render to save a node.
              "cluster-autoscaler.kubernetes.io/safe-to-evict": "false",
            },
          },
          spec: {
            serviceAccountName: runtime.serviceAccountName,
            automountServiceAccountToken: true,
            enableServiceLinks: false,
            terminationGracePeriodSeconds: terminationGraceSeconds(worker.jobTimeoutSeconds),
            securityContext: podSecurityContext(runtime.user, gpu?.deviceGroups),
            imagePullSecrets: pullSecrets(runtime),
            nodeSelector,
            affinity,
            toleration,
            topologySpreadConstraint: [spreadOverNodes(selector)],
            container: [
              {
                name: "worker",
                image: runtime.image,
                imagePullPolicy: "IfNotPresent",
                // No shell in between: the worker is PID 1 and gets SIGTERM itself.
                command: ["python", "-m", "montage_ai.worker"],
                envFrom: settingsSource(runtime),
                env: [
                  { name: "WORKER_QUEUES", value: worker.queues.join(",") },
                  { name: "JOB_TIMEOUT", value: String(worker.jobTimeoutSeconds) },
                  ...redisVariables(runtime),
                  ...Object.entries(gpu?.variables ?? {}).map(([name, value]) => ({ name, value })),
                ],
                resources: withGpu(props.resources, gpu),
                securityContext: containerSecurityContext(false),
                volumeMount: volumes.map(({ mount }) => mount),
              },
            ],
            volume: volumes.map(({ volume }) => volume),
          },
        },
      },
      // A worker may wait for a node of a pool at zero: waiting would block the apply for 10 minutes and then fail it.
      waitForRollout: false,
    });
  }

  /** A drain takes one worker at a time; each of them may need its whole grace period. */
  private disruptionBudget({ worker, runtime }: QueueWorkerProps): void {
    new PodDisruptionBudgetV1(this, "budget", {
      metadata: {
        name: workerDeploymentName(worker.name),
        namespace: runtime.namespace,
        labels: standardLabels("montage-ai", worker.name),
      },
      spec: {
        maxUnavailable: "1",
        selector: { matchLabels: selectorLabels("montage-ai", worker.name) },
      },
    });
  }

  private scaler(props: QueueWorkerProps, deployment: DeploymentV1): QueueScaler | undefined {
    const { worker, runtime, keda } = props;
    if (!keda) return undefined;
    return new QueueScaler(this, "scaler", {
      namespace: runtime.namespace,
      deploymentName: deployment.metadata.name,
      component: worker.name,
      queues: worker.queues,
      scaling: worker.scaling,
      redisAddress: runtime.redis.address,
    });
  }
}

/** New before old; but a GPU worker's successor finds no free GPU until the old one has gone. */
function rollout({ gpu }: WorkerSpec) {
  return gpu === undefined
    ? { maxSurge: "1", maxUnavailable: "0" }
    : { maxSurge: "0", maxUnavailable: "1" };
}

/** Kubernetes wants an extended resource's request and limit to be equal. */
function withGpu(resources: Resources, gpu: GpuRequest | undefined) {
  if (gpu === undefined) return resources;
  const gpus = { [gpu.resourceName]: String(gpu.count) };
  return {
    requests: { ...resources.requests, ...gpus },
    limits: { ...resources.limits, ...gpus },
  };
}
