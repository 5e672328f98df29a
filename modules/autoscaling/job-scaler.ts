import { ScaledJob, type IScaledJob } from "@kubernetes-models/keda/keda.sh/v1alpha1/ScaledJob";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { ScalingOf } from "../../environments/schema";
import type { QueueTrigger } from "../../queues/adapter";
import { CustomResource } from "../custom-resource/custom-resource";
import { applicationLabels } from "../labels";
import { type QueueSource, redisTrigger, redisCredentials } from "./redis-triggers";

/**
 * Scheduled jobs per pod: so many that all of them together, rounded up, are
 * one more pod. A ScaledJob knows no formula.
 */
const ALL_SCHEDULED = 1_000_000;

/** Finished Jobs whose logs can still be read. */
const HISTORY = { successfulJobsHistoryLimit: 3, failedJobsHistoryLimit: 10 } as const;

/** The Job that is made again and again. */
export type JobTemplate = NonNullable<IScaledJob["spec"]>["jobTargetRef"];

export interface JobScalerProps extends QueueSource {
  /** Of the ScaledJob; Jobs and pods are named after it. */
  readonly name: string;
  /** What is counted of the jobs that get a pod. */
  readonly counted: readonly QueueTrigger[];
  readonly scaling: ScalingOf<"job">;
  /** Job that is made for each job of the queue. */
  readonly job: JobTemplate;
  /** What must be there before the first pod. */
  readonly guards: readonly ITerraformDependable[];
}

/**
 * KEDA ScaledJob: one pod for each job, waiting or running.
 *
 * Counted is what waits and what runs, so the strategy is the default one, which
 * takes the Jobs that have not ended from that: what is missing is made, exactly.
 * `accurate` is for queues whose jobs disappear when they are taken; between the
 * start of a pod and its first job it would make one more at every look.
 * https://github.com/kedacore/keda/blob/main/pkg/scaling/executor/scale_jobs.go
 *
 * Scheduled jobs: while there are some, each look makes one pod that moves those
 * that are due into their queue, takes one, and otherwise ends at once.
 */
export class JobScaler extends Construct {
  readonly name: string;

  constructor(scope: Construct, id: string, props: JobScalerProps) {
    super(scope, id);
    this.name = props.name;
    const { application, namespace, component, counted, scaling } = props;
    const credentials = redisCredentials(this, this.name, props);
    new CustomResource(this, "scaled-job", {
      dependsOn: [...props.guards, ...(credentials === undefined ? [] : [credentials.resource])],
      model: new ScaledJob({
        metadata: {
          name: this.name,
          namespace,
          labels: applicationLabels(application, component),
        },
        spec: {
          jobTargetRef: props.job,
          maxReplicaCount: scaling.max,
          pollingInterval: scaling.pollingIntervalSeconds,
          ...HISTORY,
          // KEDA's default deletes the Jobs at work whenever the ScaledJob changes.
          rollout: { strategy: "gradual" },
          scalingStrategy: { strategy: "default", multipleScalersCalculation: "sum" },
          triggers: counted.map((trigger) =>
            redisTrigger(
              trigger,
              props,
              credentials,
              trigger.holds === "scheduled" ? ALL_SCHEDULED : undefined,
            ),
          ),
        },
      }),
    });
  }
}
