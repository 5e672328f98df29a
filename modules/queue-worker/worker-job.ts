import { PodDisruptionBudgetV1 } from "@cdktf/provider-kubernetes/lib/pod-disruption-budget-v1";
import { Construct } from "constructs";
import { oneJobDeadlineSeconds } from "../../environments/facts/termination-grace";
import type { ScalingOf, WorkerSpec } from "../../environments/schema";
import { scaledJobName } from "../../environments/workload-names";
import { JobScaler, type JobTemplate } from "../autoscaling/job-scaler";
import { type QueueName, queueAdapter } from "../../queues";
import type { OneJob } from "../../queues/adapter";
import { type AppRuntime, pullSecrets, settingsSource } from "../pod/app-runtime";
import { redisUrl } from "../pod/variable";
import { ENDS_WITH_LOG, waitForRedis } from "../pod/wait-for-redis";
import { type WorkerPod, workerPod, type WorkerPodProps } from "./worker-pod";

/** Finished Jobs go after a day, also when nothing happens that would make KEDA tidy up. */
const KEPT_SECONDS = 24 * 60 * 60;

export interface WorkerJobProps extends WorkerPodProps {
  readonly scaling: ScalingOf<"job">;
}

/** A pod for each job of the worker's queues, and the budget that keeps drains from ending one. */
export class WorkerJob extends Construct {
  readonly name: string;

  constructor(scope: Construct, id: string, props: WorkerJobProps) {
    super(scope, id);
    const { worker, runtime, scaling } = props;
    const pod = workerPod(props);
    this.name = new JobScaler(this, "scaler", {
      name: scaledJobName(runtime.application, worker.name),
      application: runtime.application,
      namespace: runtime.namespace,
      component: worker.name,
      counted: queueAdapter(runtime.queue).triggers(worker),
      redis: runtime.redis,
      scaling,
      guards: runtime.guards,
      job: {
        // The queue decides whether a job is tried again. A second pod would take the next job, not this one.
        backoffLimit: 0,
        ttlSecondsAfterFinished: KEPT_SECONDS,
        template: {
          metadata: { labels: pod.labels, annotations: pod.annotations },
          spec: podSpec(pod, worker, runtime),
        },
      },
    }).name;
    new PodDisruptionBudgetV1(this, "budget", {
      metadata: {
        name: scaledJobName(runtime.application, worker.name),
        namespace: runtime.namespace,
        labels: pod.labels,
      },
      // As many as there can be: none is ever evicted. A pod of a Job ends by itself, and a drain waits for that.
      spec: { minAvailable: String(scaling.max), selector: { matchLabels: pod.selector } },
    });
  }
}

type PodSpec = NonNullable<JobTemplate["template"]["spec"]>;

/** In Kubernetes' own words: a custom resource holds it. */
function podSpec(pod: WorkerPod, worker: WorkerSpec, runtime: AppRuntime): PodSpec {
  const oneJob = oneJobOf(runtime.queue);
  const { runAsUser, runAsGroup, fsGroup, ...securityContext } = pod.securityContext;
  return {
    restartPolicy: "Never",
    // Of the pod, not of the Job: waiting for a node must not count.
    activeDeadlineSeconds: oneJobDeadlineSeconds(runtime.queue, worker.jobTimeoutSeconds),
    serviceAccountName: runtime.serviceAccountName,
    automountServiceAccountToken: runtime.callsApi,
    enableServiceLinks: false,
    terminationGracePeriodSeconds: pod.graceSeconds,
    securityContext: {
      ...securityContext,
      runAsUser: Number(runAsUser),
      runAsGroup: Number(runAsGroup),
      fsGroup: Number(fsGroup),
    },
    imagePullSecrets: pullSecrets(runtime),
    nodeSelector: pod.nodeSelector,
    affinity: affinityOf(pod),
    // KEDA's operator drops an empty list when it adds its finalizer, and every plan would put it back.
    tolerations: pod.tolerations.length === 0 ? undefined : pod.tolerations,
    topologySpreadConstraints: [{ ...pod.spread, labelSelector: { matchLabels: pod.selector } }],
    initContainers: [
      waitForRedis(runtime),
      ...pod.homeFiles.map(({ container, mounts }) => ({ ...container, volumeMounts: mounts })),
    ],
    containers: [
      {
        name: "worker",
        image: runtime.image,
        imagePullPolicy: "IfNotPresent",
        command: [...oneJob.command(worker.queues)],
        envFrom: settingsSource(runtime),
        env: [...pod.variables, ...redisUrl(oneJob.redisUrl, runtime.redis)],
        resources: pod.resources,
        terminationMessagePolicy: ENDS_WITH_LOG,
        securityContext: pod.containerSecurityContext,
        volumeMounts: pod.mounts,
      },
    ],
    volumes: pod.volumes,
  };
}

function affinityOf({ affinity }: WorkerPod): PodSpec["affinity"] {
  if (affinity === undefined) return undefined;
  const { nodeSelectorTerm } = affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution;
  return {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: nodeSelectorTerm },
    },
  };
}

/** @throws Error for a library without: the data's relations refuse it by name, so that is a mistake here */
function oneJobOf(queue: QueueName): OneJob {
  const { oneJob, title } = queueAdapter(queue);
  if (oneJob === undefined) throw new Error(`${title} has no worker that ends after one job`);
  return oneJob;
}
