import { DeploymentV1 } from "@cdktf/provider-kubernetes/lib/deployment-v1";
import { PodDisruptionBudgetV1 } from "@cdktf/provider-kubernetes/lib/pod-disruption-budget-v1";
import { Construct } from "constructs";
import type { WorkerSpec } from "../../environments/schema";
import { workerDeploymentName } from "../../environments/workload-names";
import { queueAdapter } from "../../queues";
import { pullSecrets, settingsAnnotation, settingsSource } from "../pod/app-runtime";
import { redisUrl } from "../pod/variable";
import { ENDS_WITH_LOG, waitForRedis } from "../pod/wait-for-redis";
import { workerPod, type WorkerPodProps } from "./worker-pod";

export interface WorkerDeploymentProps extends WorkerPodProps {
  /** Number of workers; undefined: KEDA decides. */
  readonly replicas: number | undefined;
}

/** Workers that take job after job, and the budget of their drains. */
export class WorkerDeployment extends Construct {
  readonly name: string;

  constructor(scope: Construct, id: string, props: WorkerDeploymentProps) {
    super(scope, id);
    this.name = this.deployment(props).metadata.name;
    this.disruptionBudget(props);
  }

  private deployment(props: WorkerDeploymentProps): DeploymentV1 {
    const { worker, runtime, replicas } = props;
    const pod = workerPod(props);
    return new DeploymentV1(this, "deployment", {
      dependsOn: runtime.guards,
      metadata: {
        name: workerDeploymentName(runtime.application, worker.name),
        namespace: runtime.namespace,
        labels: pod.labels,
      },
      spec: {
        // Unset while KEDA owns it: a number here would be drift at every plan and a scale-in at every apply.
        replicas: replicas === undefined ? undefined : String(replicas),
        revisionHistoryLimit: 3,
        selector: { matchLabels: pod.selector },
        strategy: { type: "RollingUpdate", rollingUpdate: rollout(worker) },
        template: {
          metadata: {
            labels: pod.labels,
            annotations: { ...settingsAnnotation(runtime), ...pod.annotations },
          },
          spec: {
            serviceAccountName: runtime.serviceAccountName,
            automountServiceAccountToken: runtime.callsApi,
            enableServiceLinks: false,
            terminationGracePeriodSeconds: pod.graceSeconds,
            securityContext: pod.securityContext,
            imagePullSecrets: pullSecrets(runtime),
            nodeSelector: pod.nodeSelector,
            affinity: pod.affinity,
            toleration: pod.tolerations,
            topologySpreadConstraint: [pod.spread],
            initContainer: [
              waitForRedis(runtime),
              ...pod.homeFiles.map(({ container, mounts }) => ({
                ...container,
                volumeMount: mounts,
              })),
            ],
            container: [
              {
                name: "worker",
                image: runtime.image,
                imagePullPolicy: "IfNotPresent",
                // No shell in between: the worker is PID 1 and gets SIGTERM itself.
                command: [...worker.command],
                args: workerArguments(props),
                envFrom: settingsSource(runtime),
                env: [
                  ...pod.variables,
                  ...redisUrl(queueAdapter(runtime.queue).redisUrl, runtime.redis),
                ],
                resources: pod.resources,
                terminationMessagePolicy: ENDS_WITH_LOG,
                securityContext: pod.containerSecurityContext,
                volumeMount: pod.mounts,
              },
            ],
            volume: pod.volumes,
          },
        },
      },
      // A worker may wait for a node of a pool at zero: waiting would block the apply for 10 minutes and then fail it.
      waitForRollout: false,
    });
  }

  /** A drain takes one worker at a time; each of them may need its whole grace period. */
  private disruptionBudget(props: WorkerPodProps): void {
    const { labels, selector } = workerPod(props);
    new PodDisruptionBudgetV1(this, "budget", {
      metadata: {
        name: workerDeploymentName(props.runtime.application, props.worker.name),
        namespace: props.runtime.namespace,
        labels,
      },
      spec: { maxUnavailable: "1", selector: { matchLabels: selector } },
    });
  }
}

/** Undefined where there are none: an empty list would be drift. */
function workerArguments({ worker, runtime }: WorkerPodProps): string[] | undefined {
  const found = queueAdapter(runtime.queue).arguments(worker);
  return found.length === 0 ? undefined : [...found];
}

/**
 * New before old, one at a time: never fewer workers than before, and room for
 * one more. A GPU worker's successor finds no free GPU until the old one has
 * gone, so there it is the other way round, and no room is needed.
 */
function rollout({ gpu }: WorkerSpec) {
  return gpu === undefined
    ? { maxSurge: "1", maxUnavailable: "0" }
    : { maxSurge: "0", maxUnavailable: "1" };
}
