import { SimulatedDeployment } from "./deployment";
import { HorizontalAutoscaler } from "./horizontal-autoscaler";
import type { Job, JobPlan } from "./job";
import { Keda } from "./keda";
import { SIMULATED_LIBRARIES } from "./libraries";
import type { SimulatedQueue } from "./library";
import type { Loop, Surroundings } from "./loop";
import { SURROUNDINGS } from "./loop";
import { Random } from "./random";
import type { Incident, Scenario } from "./scenario";
import { Timeline } from "./timeline";
import type { SimulatedPod } from "./worker-pod";
import { Workers } from "./workers";

const SAMPLE_SECONDS = 10;

/** One look at everything. */
export interface Sample {
  readonly at: number;
  readonly waiting: number;
  /** Jobs that a worker has. */
  readonly running: number;
  /** `spec.replicas`. */
  readonly wanted: number;
  /** Workers that take jobs. */
  readonly ready: number;
  readonly nodes: number;
}

/** One look of the HPA controller. */
export interface Decision {
  readonly at: number;
  readonly before: number;
  readonly wanted: number;
  /** Jobs on pods that are not being deleted. */
  readonly running: number;
}

/** Everything that happened. */
export interface Trace {
  readonly loop: Loop;
  readonly seconds: number;
  readonly jobs: readonly Job[];
  /** Jobs that are in none of the library's keys and have no result. */
  readonly lost: readonly Job[];
  /** Jobs that were refused because Redis was away; their senders know. */
  readonly refused: number;
  readonly pods: readonly SimulatedPod[];
  /** Workers with a job that a scale-in stops. */
  readonly busyStopped: number;
  readonly decisions: readonly Decision[];
  /** Changes of `spec.replicas`, by the HPA and by KEDA. */
  readonly scalings: readonly { readonly at: number; readonly replicas: number }[];
  readonly samples: readonly Sample[];
}

/** Plays a scenario on a loop. The same seed gives the same trace. */
export function simulate(loop: Loop, scenario: Scenario, seed: number): Trace {
  const random = new Random(seed);
  const plans = scenario.jobs(random, loop);
  const run = new Run(loop, { ...SURROUNDINGS, ...scenario.surroundings }, random);
  return run.play(plans, scenario.incidents ?? [], scenario.seconds);
}

class Run {
  private readonly timeline = new Timeline();
  private readonly queue: SimulatedQueue;
  private readonly redis = { reachable: true };
  private readonly deployment: SimulatedDeployment;
  private readonly workers: Workers;
  private readonly keda: Keda;
  private readonly hpa: HorizontalAutoscaler;
  private readonly jobs: Job[] = [];
  private readonly samples: Sample[] = [];
  private readonly decisions: Decision[] = [];
  private readonly scalings: { at: number; replicas: number }[] = [];
  private refused = 0;
  private busyStopped = 0;

  constructor(
    private readonly loop: Loop,
    private readonly surroundings: Surroundings,
    private readonly random: Random,
  ) {
    const { timeline, redis } = this;
    const library = SIMULATED_LIBRARIES[loop.library];
    this.queue = library.queue(loop);
    this.workers = new Workers({
      loop,
      habits: library.habits,
      timeline,
      redis,
      queue: this.queue,
      podStartSeconds: surroundings.podStartSeconds,
      gone: (pod) => this.deployment.gone(pod),
      readinessChanged: () => this.deployment.reconcile(),
    });
    this.deployment = new SimulatedDeployment(loop, surroundings, timeline, random, {
      started: (pod) => this.workers.start(pod),
      stopped: (pod, reason) => {
        if (reason === "scale-in" && pod.job !== undefined) this.busyStopped += 1;
        this.workers.stop(pod, reason);
      },
    });
    this.keda = new Keda(loop, () =>
      redis.reachable
        ? { kind: "lengths", count: (place) => this.queue.count(place) }
        : { kind: "unreachable" },
    );
    // KEDA's HPA has a minimum of 1 where the ScaledObject has 0.
    this.hpa = new HorizontalAutoscaler({ ...loop, minReplicas: Math.max(1, loop.minReplicas) });
  }

  play(plans: readonly JobPlan[], incidents: readonly Incident[], seconds: number): Trace {
    const { timeline, loop, surroundings } = this;
    this.deployment.reconcile();
    for (const plan of plans) timeline.at(plan.at, () => this.arrive(plan));
    for (const incident of incidents) timeline.at(incident.at, () => this.happen(incident));
    this.periodically(loop.pollingSeconds, () =>
      this.scale(this.keda.poll(timeline.now, this.deployment.wanted)),
    );
    if (loop.deletionCostSeconds !== undefined) {
      this.periodically(loop.deletionCostSeconds, () => this.writeDeletionCosts());
    }
    this.periodically(surroundings.hpaSyncSeconds, () => this.decide());
    timeline.every(SAMPLE_SECONDS, 0, () => this.sample());
    timeline.runUntil(seconds);
    return {
      loop,
      seconds,
      jobs: this.jobs,
      lost: this.jobs.filter((job) => this.isLost(job)),
      refused: this.refused,
      pods: this.deployment.pods,
      busyStopped: this.busyStopped,
      decisions: this.decisions,
      scalings: this.scalings,
      samples: this.samples,
    };
  }

  /** Controllers started whenever: their periods have nothing to do with each other or the load. */
  private periodically(period: number, act: () => void): void {
    this.timeline.every(period, period * this.random.fraction(), act);
  }

  private arrive(plan: JobPlan): void {
    if (!this.redis.reachable) {
      this.refused += 1;
      return;
    }
    const job: Job = {
      id: this.jobs.length,
      plan,
      retriesLeft: this.loop.retries,
      startedAt: undefined,
      finishedAt: undefined,
      failed: false,
      interruptions: [],
    };
    this.jobs.push(job);
    this.queue.enqueue(job);
    this.workers.wake();
  }

  private happen(incident: Incident): void {
    const { timeline, workers, deployment, redis, keda } = this;
    switch (incident.kind) {
      case "worker-crash": {
        const [first, ...others] = deployment.present().filter(({ job }) => job !== undefined);
        if (first !== undefined) workers.crash(this.random.pick([first, ...others]), "crash");
        return;
      }
      case "redis-outage":
        redis.reachable = false;
        workers.connectionLost(deployment.present());
        timeline.after(incident.seconds, () => {
          if (!incident.keepsData) this.queue.clear();
          redis.reachable = true;
        });
        return;
      case "keda-outage":
        keda.stop();
        timeline.after(incident.seconds, () => keda.start());
        return;
      case "rollout":
        deployment.roll();
        return;
      default:
        return incident satisfies never;
    }
  }

  private decide(): void {
    const { timeline, deployment } = this;
    const before = deployment.wanted;
    const active = deployment.active();
    const wanted = this.hpa.decide(
      timeline.now,
      { wanted: before, existing: active.length },
      this.keda.metrics(before),
    );
    const running = active.filter(({ job }) => job !== undefined).length;
    this.decisions.push({ at: timeline.now, before, wanted, running });
    this.scale(wanted);
  }

  private scale(replicas: number): void {
    if (replicas === this.deployment.wanted) return;
    this.scalings.push({ at: this.timeline.now, replicas });
    this.deployment.scale(replicas);
  }

  /** Busy workers cost more to delete than idle ones. */
  private writeDeletionCosts(): void {
    if (!this.redis.reachable) return;
    for (const pod of this.deployment.active()) pod.deletionCost = pod.job === undefined ? 0 : 1;
  }

  private sample(): void {
    const present = this.deployment.present();
    this.samples.push({
      at: this.timeline.now,
      waiting: this.queue.count("waiting"),
      running: present.filter(({ job }) => job !== undefined).length,
      wanted: this.deployment.wanted,
      ready: present.filter(({ readyAt, stopping }) => readyAt !== undefined && !stopping).length,
      nodes: this.deployment.nodeCount,
    });
  }

  private isLost(job: Job): boolean {
    return job.finishedAt === undefined && !job.failed && !this.queue.holds(job);
  }
}
