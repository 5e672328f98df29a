import type { Interruption, Job } from "./job";
import type { Loop } from "./loop";
import type { SimulatedQueue, WorkerHabits } from "./library";
import type { Timeline } from "./timeline";
import type { StopReason, SimulatedPod } from "./worker-pod";

/** The kubelet restarts a container at once, then after 10 s, 20 s, ... */
const RESTART_SECONDS = 10;
const LONGEST_RESTART_SECONDS = 300;

export interface WorkersProps {
  readonly loop: Pick<Loop, "graceSeconds">;
  readonly habits: WorkerHabits;
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
 * Workers of a queue library, one in each pod, one job at a time.
 *
 * SIGTERM lets a worker finish its job. A worker that dies leaves its job where the library
 * counts running ones, until a worker's cleaning finds it.
 *
 * Source: an out-of-memory kill takes the whole container: kubernetes v1.35.4
 * pkg/kubelet/kuberuntime/kuberuntime_container_linux.go (`memory.oom.group`). What
 * differs between libraries is in rq.ts and celery.ts.
 */
export class Workers {
  private readonly abandoned = new Set<Job>();
  /** In the order in which they came to wait: Redis serves the longest waiting client. */
  private idle: SimulatedPod[] = [];

  constructor(private readonly props: WorkersProps) {}

  /** The container runs: cleans up after others, then looks for a job. */
  start(pod: SimulatedPod): void {
    const { redis, habits } = this.props;
    if (!redis.reachable && habits.withoutRedis.ends) return this.restart(pod);
    pod.readyAt ??= this.props.timeline.now;
    pod.cleanedAt = undefined;
    this.props.readinessChanged();
    if (habits.cleans === "by-timer") this.sweep(pod, pod.readyAt);
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

  /** Connections break. Idle workers try again; busy ones fail at their next heartbeat, if Redis is not back by then, or go on. */
  connectionLost(pods: readonly SimulatedPod[]): void {
    const { timeline, redis, habits } = this.props;
    for (const pod of this.idle.splice(0)) this.retry(pod, 1);
    const { withoutRedis } = habits;
    if (!withoutRedis.ends) return;
    const { heartbeatSeconds, patienceSeconds } = withoutRedis;
    for (const pod of pods) {
      const { job, life } = pod;
      if (job?.startedAt === undefined) continue;
      const beat = heartbeatSeconds - ((timeline.now - job.startedAt) % heartbeatSeconds);
      timeline.after(beat + patienceSeconds, () => {
        if (pod.life === life && !redis.reachable) this.crash(pod, "redis");
      });
    }
  }

  private look(pod: SimulatedPod): void {
    const { queue, redis, habits, timeline } = this.props;
    this.idle = this.idle.filter((other) => other !== pod);
    if (pod.stopping !== undefined) return this.exit(pod);
    if (!redis.reachable) return this.retry(pod, 1);
    if (habits.cleans === "between-jobs") this.maintain(pod);
    pod.life += 1;
    const job = queue.take(timeline.now);
    if (job !== undefined) return this.take(pod, job);
    this.idle.push(pod);
    if (habits.lookSeconds !== undefined) this.later(pod, habits.lookSeconds, () => this.look(pod));
    return undefined;
  }

  private take(pod: SimulatedPod, job: Job): void {
    const { timeline, queue, habits } = this.props;
    pod.job = job;
    this.later(pod, habits.handOffSeconds, () => {
      queue.begin(job, timeline.now);
      job.startedAt ??= timeline.now;
      const { seconds, outOfMemoryAfter } = job.plan;
      if (outOfMemoryAfter === undefined) this.later(pod, seconds, () => this.finish(pod, job));
      else this.later(pod, outOfMemoryAfter, () => this.crash(pod, "out-of-memory"));
    });
  }

  private finish(pod: SimulatedPod, job: Job, attempt = 1): void {
    const { redis, habits } = this.props;
    if (!redis.reachable) {
      if (habits.withoutRedis.ends) return this.crash(pod, "redis");
      return this.later(pod, habits.retrySeconds(attempt), () =>
        this.finish(pod, job, attempt + 1),
      );
    }
    this.props.queue.end(job);
    job.finishedAt = this.props.timeline.now;
    pod.job = undefined;
    pod.restarts = 0;
    return this.look(pod);
  }

  private interrupt(pod: SimulatedPod, job: Job, cause: Interruption): void {
    job.interruptions.push(cause);
    this.props.queue.abandon(job, this.props.timeline.now);
    this.abandoned.add(job);
    pod.job = undefined;
  }

  /** Once so much time has passed since the last one. */
  private maintain(pod: SimulatedPod): void {
    const { now } = this.props.timeline;
    const { cleaningSeconds } = this.props.habits;
    if (pod.cleanedAt !== undefined && now - pod.cleanedAt <= cleaningSeconds) return;
    pod.cleanedAt = now;
    this.clean();
  }

  /** Cleans again and again, in a job or not, until the container ends or is told to. */
  private sweep(pod: SimulatedPod, since: number): void {
    const { redis, timeline, habits } = this.props;
    if (pod.stopping !== undefined || pod.readyAt !== since) return;
    if (redis.reachable) this.clean();
    timeline.after(habits.cleaningSeconds, () => this.sweep(pod, since));
  }

  /** Jobs without a live worker are put back, or are failed. */
  private clean(): void {
    const { queue, habits, timeline } = this.props;
    for (const job of queue.clean(timeline.now, (one) => this.abandoned.has(one))) {
      this.abandoned.delete(job);
      if (habits.abandoned === "fails-without-retry" && job.retriesLeft === 0) {
        job.failed = true;
        continue;
      }
      job.retriesLeft -= 1;
      queue.enqueue(job);
      this.wake();
    }
  }

  private retry(pod: SimulatedPod, attempt: number): void {
    pod.life += 1;
    this.later(pod, this.props.habits.retrySeconds(attempt), () => {
      if (this.props.redis.reachable) this.look(pod);
      else this.retry(pod, attempt + 1);
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
