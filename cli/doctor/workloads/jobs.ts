import type { Controller } from "../../../inventory/live";
import {
  asArgument,
  describeCommand,
  describeCondition,
  type Diagnoser,
  diagnosis,
  eventsOf,
  isSame,
  kubectl,
} from "../examination";

/** A failure that is a day old is history: the next run of a CronJob, or the next apply, has come since. */
const HISTORY_MS = 24 * 60 * 60_000;

/** Jobs that were given up, unless a later one of the same maker has succeeded. */
export const failedJobs: Diagnoser = (examination) => {
  const { live, now } = examination;
  const jobs = live.controllers.filter(({ kind }) => kind === "Job");
  return jobs.flatMap((job) => {
    const failed = conditionOf(job, "Failed");
    if (failed === undefined || job.deleting !== undefined) return [];
    if (now - (failed.since ?? job.created ?? now) > HISTORY_MS) return [];
    const later = jobs.some(
      (each) =>
        job.owner !== undefined &&
        each.owner?.name === job.owner.name &&
        each.namespace === job.namespace &&
        (each.created ?? 0) > (job.created ?? 0) &&
        conditionOf(each, "Complete") !== undefined,
    );
    if (later) return [];
    return [
      diagnosis(job, {
        id: "job-failed",
        cause: `was given up: ${failed.reason || "it failed"}${job.owner === undefined ? "" : `; ${job.owner.kind} ${job.owner.name} makes the next one on schedule`}`,
        evidence: [
          describeCondition(failed),
          ...eventsOf(examination, job, /^(BackoffLimitExceeded|DeadlineExceeded)$/),
        ],
        fix: "its log says why, where its pods are still there; a Job is not tried again: delete it and apply, or run its CronJob now",
        // A deadline takes the pods away, and kubectl would wait for one.
        command: live.pods.some(({ owner }) => owner !== undefined && isSame(owner, job))
          ? kubectl(examination, job.namespace, "logs", asArgument(job), "--tail=50")
          : describeCommand(examination, job),
      }),
    ];
  });
};

/** CronJobs that make nothing, and nothing says so. */
export const suspendedCronJobs: Diagnoser = (examination) =>
  examination.live.controllers
    .filter(({ kind, suspended, deleting }) => kind === "CronJob" && suspended && !deleting)
    .map((job) =>
      diagnosis(job, {
        id: "cronjob-suspended",
        severity: "warning",
        cause: "is suspended: it makes no Jobs",
        fix: "let it run again when the reason is gone",
        command: kubectl(
          examination,
          job.namespace,
          ...["patch", `cronjob/${job.name}`, "-p", '{"spec":{"suspend":false}}'],
        ),
      }),
    );

function conditionOf({ conditions }: Controller, type: string) {
  return conditions.find((each) => each.type === type && each.status === "True");
}
