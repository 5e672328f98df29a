import { PodDisruptionBudgetV1 } from "@cdktf/provider-kubernetes/lib/pod-disruption-budget-v1";
import { Construct } from "constructs";
import { oneJobDeadlineSeconds } from "../../environments/facts/termination-grace";
import type { ScalingOf, WorkerSpec } from "../../environments/schema";
import { scaledJobName } from "../../environments/workload-names";
import { JobScaler, type JobTemplate } from "../autoscaling/job-scaler";
import { type AppRuntime, pullSecrets, settingsSource } from "../pod/app-runtime";
import { passwordVariable, type Variable } from "../pod/variable";
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
      name: scaledJobName(worker.name),
      namespace: runtime.namespace,
      component: worker.name,
      queues: worker.queues,
      redis: runtime.redis,
      scaling,
      guards: runtime.guards,
      job: {
        // RQ decides whether a job is tried again. A second pod would take the next job, not this one.
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
        name: scaledJobName(worker.name),
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
  const { runAsUser, runAsGroup, fsGroup, ...securityContext } = pod.securityContext;
  return {
    restartPolicy: "Never",
    // Of the pod, not of the Job: waiting for a node must not count.
    activeDeadlineSeconds: oneJobDeadlineSeconds(worker.jobTimeoutSeconds),
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
        command: oneJob(worker.queues),
        envFrom: settingsSource(runtime),
        env: [...pod.variables, ...redisUrl(runtime)],
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

/**
 * The app's own worker module takes job after job, a thousand of them, and
 * nothing tells it otherwise; RQ's command is in the same image and finds the
 * same code. With `--burst` the scheduler moves what is due and ends, and so does
 * a worker that finds its job taken.
 */
function oneJob(queues: readonly string[]): string[] {
  return ["rq", "worker", "--burst", "--max-jobs", "1", "--with-scheduler", ...queues];
}

/** RQ's command knows Redis by a URL. Kubernetes puts the password in, which must then be made of a URL's characters. */
function redisUrl({ redis }: AppRuntime): Variable[] {
  const credentials = redis.password === undefined ? "" : ":$(RQ_REDIS_PASSWORD)@";
  return [
    ...passwordVariable("RQ_REDIS_PASSWORD", redis),
    { name: "RQ_REDIS_URL", value: `redis://${credentials}${redis.address}/0` },
  ];
}
