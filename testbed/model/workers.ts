import type { Interruption, Job } from "./job";
import type { Loop } from "./loop";
import type { SimulatedQueue } from "./rq-queue";
import { HEARTBEAT_SECONDS } from "./rq-queue";
import type { Timeline } from "./timeline";
import type { StopReason, SimulatedPod } from "./worker-pod";

/** From a job off the list to a forked work horse. */
const HAND_OFF_SECONDS = 0.01;
/** How long an idle worker waits for a job before it looks after other things; `DEFAULT_WORKER_TTL` - 15. */
const DEQUEUE_SECONDS = 405;
/** Between a worker's cleanings of the registries; `DEFAULT_MAINTENANCE_TASK_INTERVAL`. */
const MAINTENANCE_SECONDS = 600;
/** A worker without connection looks again after 1, 2, 4, ... at most so many seconds; `max_connection_wait_time`. */
const LONGEST_RETRY_SECONDS = 60;
/** Retries of redis-py for one command, in all. */
const CLIENT_PATIENCE_SECONDS = 3;
/** The kubelet restarts a container at once, then after 10 s, 20 s, ... */
const RESTART_SECONDS = 10;
const LONGEST_RESTART_SECONDS = 300;

export interface WorkersProps {
  readonly loop: Pick<Loop, "graceSeconds" | "jobTimeoutSeconds">;
  readonly podStartSeconds: number;
  readonly timeline: Timeline;
  readonly queue: SimulatedQueue;
  readonly redis: { readonly reachable: boolean };
  /** Every container of the pod has ended for good. */
  gone(pod: SimulatedPod): void;
  /** A worker takes jobs, or does no longer. */
  readinessChanged(): void;
}

/**
 * RQ workers, one in each pod, one job at a time.
 *
 * SIGTERM lets a worker finish its job. A worker that dies leaves its job in
 * `rq:wip` until some worker cleans the registries. A busy worker that cannot
 * reach Redis for a heartbeat, or for the result, gives up and takes the job
 * down with it; an idle one waits.
 *
 * Source: rq 2.6 rq/worker/base.py (`work`, `request_stop`, `clean_registries`),
 * rq/worker/worker_classes.py (`monitor_work_horse`); an out-of-memory kill takes
 * the whole container: kubernetes v1.35.4 pkg/kubelet/kuberuntime/
 * kuberuntime_container_linux.go (`memory.oom.group`).
 */
export class Workers {
  private readonly abandoned = new Set<Job>();
  /** In the order in which they came to wait: Redis serves the longest waiting client. */
  private idle: SimulatedPod[] = [];

  constructor(private readonly props: WorkersProps) {}

  /** The container runs: cleans the registries, then looks for a job. */
  start(pod: SimulatedPod): void {
    if (!this.props.redis.reachable) return this.restart(pod);
    pod.readyAt ??= this.props.timeline.now;
    pod.cleanedAt = undefined;
    this.props.readinessChanged();
    this.look(pod);
  }

  /** SIGTERM. */
  stop(pod: SimulatedPod, reason: StopReason): void {
    if (pod.job === undefined) return this.exit(pod);
    const { life } = pod;
    this.props.timeline.after(this.props.loop.graceSeconds, () => {
      if (pod.life !== life || pod.job === undefined) return;
      this.interrupt(pod, pod.job, reason);
      this.exit(pod);
    });
  }

  /** The container ends from one moment to the next. */
  crash(pod: SimulatedPod, cause: Interruption): void {
    if (pod.job !== undefined) this.interrupt(pod, pod.job, cause);
    if (pod.stopping !== undefined) return this.exit(pod);
    this.restart(pod);
  }

  /** A job has come; the worker that has waited longest takes it. */
  wake(): void {
    const [pod] = this.idle;
    if (pod !== undefined) this.look(pod);
  }

  /** Connections break. Idle workers try again; busy ones fail at their next heartbeat, if Redis is not back by then. */
  connectionLost(pods: readonly SimulatedPod[]): void {
    const { timeline, redis } = this.props;
    for (const pod of this.idle.splice(0)) this.retry(pod, 1);
    for (const pod of pods) {
      const { job, life } = pod;
      if (job?.startedAt === undefined) continue;
      const beat = HEARTBEAT_SECONDS - ((timeline.now - job.startedAt) % HEARTBEAT_SECONDS);
      timeline.after(beat + CLIENT_PATIENCE_SECONDS, () => {
        if (pod.life === life && !redis.reachable) this.crash(pod, "redis");
      });
    }
  }

  private look(pod: SimulatedPod): void {
    const { queue, redis } = this.props;
    this.idle = this.idle.filter((other) => other !== pod);
    if (pod.stopping !== undefined) return this.exit(pod);
    if (!redis.reachable) return this.retry(pod, 1);
    this.maintain(pod);
    pod.life += 1;
    const job = queue.take();
    if (job !== undefined) return this.take(pod, job);
    this.idle.push(pod);
    this.later(pod, DEQUEUE_SECONDS, () => this.look(pod));
    return undefined;
  }

  private take(pod: SimulatedPod, job: Job): void {
    const { timeline, queue } = this.props;
    pod.job = job;
    this.later(pod, HAND_OFF_SECONDS, () => {
      queue.begin(job, timeline.now);
      job.startedAt ??= timeline.now;
      const { seconds, outOfMemoryAfter } = job.plan;
      if (outOfMemoryAfter === undefined) this.later(pod, seconds, () => this.finish(pod, job));
      else this.later(pod, outOfMemoryAfter, () => this.crash(pod, "out-of-memory"));
    });
  }

  private finish(pod: SimulatedPod, job: Job): void {
    if (!this.props.redis.reachable) return this.crash(pod, "redis");
    this.props.queue.end(job);
    job.finishedAt = this.props.timeline.now;
    pod.job = undefined;
    pod.restarts = 0;
    return this.look(pod);
  }

  private interrupt(pod: SimulatedPod, job: Job, cause: Interruption): void {
    job.interruptions.push(cause);
    this.props.queue.abandon(job, this.props.timeline.now, this.props.loop.jobTimeoutSeconds);
    this.abandoned.add(job);
    pod.job = undefined;
  }

  /** Jobs without a live worker are put back, or are failed. */
  private maintain(pod: SimulatedPod): void {
    const { now } = this.props.timeline;
    if (pod.cleanedAt !== undefined && now - pod.cleanedAt <= MAINTENANCE_SECONDS) return;
    pod.cleanedAt = now;
    const { queue } = this.props;
    const isAbandoned = (job: Job) => this.abandoned.has(job);
    for (const job of [...queue.expired(now, isAbandoned), ...queue.stuck(now, isAbandoned)]) {
      this.abandoned.delete(job);
      if (job.retriesLeft > 0) {
        job.retriesLeft -= 1;
        this.props.queue.enqueue(job);
        this.wake();
      } else {
        job.failed = true;
      }
    }
  }

  private retry(pod: SimulatedPod, seconds: number): void {
    pod.life += 1;
    this.later(pod, seconds, () => {
      if (this.props.redis.reachable) this.look(pod);
      else this.retry(pod, Math.min(2 * seconds, LONGEST_RETRY_SECONDS));
    });
  }

  private restart(pod: SimulatedPod): void {
    const delay = pod.restarts === 0 ? 0 : RESTART_SECONDS * 2 ** (pod.restarts - 1);
    this.idle = this.idle.filter((other) => other !== pod);
    pod.restarts += 1;
    pod.readyAt = undefined;
    pod.life += 1;
    const { podStartSeconds } = this.props;
    this.later(pod, Math.min(delay, LONGEST_RESTART_SECONDS) + podStartSeconds, () =>
      this.start(pod),
    );
    this.props.readinessChanged();
  }

  private exit(pod: SimulatedPod): void {
    this.idle = this.idle.filter((other) => other !== pod);
    pod.life += 1;
    this.props.gone(pod);
  }

  /** In the pod's present life. */
  private later(pod: SimulatedPod, seconds: number, act: () => void): void {
    const { life } = pod;
    this.props.timeline.after(seconds, () => {
      if (pod.life === life && pod.goneAt === undefined) act();
    });
  }
}
