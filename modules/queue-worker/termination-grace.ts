/**
 * RQ waits this long, beyond a job's own timeout, before it kills the work
 * horse: the watchdog of `monitor_work_horse` kills it at `timeout + 60`.
 * https://github.com/rq/rq/blob/master/rq/worker/worker_classes.py
 */
const HORSE_KILL_SECONDS = 60;

/**
 * Success, failure and stopped callbacks run after the job, with a timeout of
 * 60 s unless the job names another (`CALLBACK_TIMEOUT`).
 * https://github.com/rq/rq/blob/master/rq/defaults.py
 */
const CALLBACK_SECONDS = 60;

/** Registering the result, unregistering the worker and the exit of the container. */
const SHUTDOWN_SECONDS = 30;

/**
 * Seconds between SIGTERM and SIGKILL that let a worker finish the job it
 * holds. SIGTERM is RQ's warm shutdown: finish, then exit. There is no preStop
 * hook to add: a second SIGTERM would kill the job.
 *
 * Whoever else ends nodes must wait as long: cluster-autoscaler's
 * `max-graceful-termination-sec` is 600 s by default.
 */
export function terminationGraceSeconds(jobTimeoutSeconds: number): number {
  return jobTimeoutSeconds + HORSE_KILL_SECONDS + CALLBACK_SECONDS + SHUTDOWN_SECONDS;
}
