import type { Loop, Surroundings } from "./loop";
import { SimulatedPool } from "./node-pool";
import type { Random } from "./random";
import type { Timeline } from "./timeline";
import { firstToGo, type StopReason, type SimulatedPod } from "./worker-pod";

/** Signals for the Deployment's pods. */
export interface PodEvents {
  /** The container runs for the first time. */
  started(pod: SimulatedPod): void;
  /** SIGTERM, or nothing to end yet. */
  stopped(pod: SimulatedPod, reason: StopReason): void;
}

/**
 * The worker Deployment with its ReplicaSets, the scheduler and the nodes. Pods
 * that are being deleted count as replicas no more, but keep their place on the
 * node. A rollout goes pod by pod; old pods that are not ready go first.
 *
 * Source: kubernetes v1.35.4 pkg/controller/deployment/rolling.go and
 * pkg/controller/replicaset/replica_set.go.
 */
export class SimulatedDeployment {
  /** All that ever were. */
  readonly pods: SimulatedPod[] = [];
  private alive: readonly SimulatedPod[] = [];
  private readonly nodes: SimulatedPool;
  private generation = 0;
  private replicas: number;

  constructor(
    private readonly loop: Loop,
    private readonly surroundings: Surroundings,
    private readonly timeline: Timeline,
    private readonly random: Random,
    private readonly events: PodEvents,
  ) {
    this.replicas = loop.minReplicas;
    this.nodes = new SimulatedPool(loop.nodes, surroundings, timeline, () => this.schedule());
  }

  /** `spec.replicas`. */
  get wanted(): number {
    return this.replicas;
  }

  get nodeCount(): number {
    return this.nodes.count;
  }

  /** Pods that are not being deleted. */
  active(): readonly SimulatedPod[] {
    return this.present().filter(({ stopping }) => stopping === undefined);
  }

  present(): readonly SimulatedPod[] {
    return this.alive;
  }

  scale(replicas: number): void {
    this.replicas = replicas;
    this.reconcile();
  }

  /** The pod template changes. */
  roll(): void {
    this.generation += 1;
    this.reconcile();
  }

  /** The pod's containers have ended. */
  gone(pod: SimulatedPod): void {
    pod.goneAt = this.timeline.now;
    this.alive = this.alive.filter((other) => other !== pod);
    if (pod.node !== undefined) this.nodes.release(pod.node);
    this.schedule();
  }

  /** Makes and deletes pods until there are as many as there should be. */
  reconcile(): void {
    const old = this.active().filter(({ generation }) => generation < this.generation);
    if (old.length === 0) this.follow();
    else this.replace(old);
    this.schedule();
  }

  private follow(): void {
    const active = this.active();
    this.create(this.replicas - active.length);
    this.delete(firstToGo(active, active.length - this.replicas, this.timeline.now), "scale-in");
  }

  private replace(old: readonly SimulatedPod[]): void {
    const { maxSurge, maxUnavailable } = this.loop.rollout;
    const { now } = this.timeline;
    const excess = this.active().length - (this.replicas + maxSurge);
    this.delete(firstToGo(old, excess, now), "scale-in");
    const unready = old.filter((pod) => pod.stopping === undefined && pod.readyAt === undefined);
    this.delete(unready, "rollout");
    const available = this.active().filter(isReady).length - (this.replicas - maxUnavailable);
    this.delete(firstToGo(old.filter(isReady), available, now), "rollout");
    const active = this.active();
    const current = active.filter(({ generation }) => generation === this.generation).length;
    this.create(Math.min(this.replicas - current, this.replicas + maxSurge - active.length));
  }

  private create(count: number): void {
    for (let made = 0; made < count; made += 1) {
      const pod: SimulatedPod = {
        id: this.pods.length,
        tieBreak: this.random.fraction(),
        generation: this.generation,
        createdAt: this.timeline.now,
        goneAt: undefined,
        node: undefined,
        readyAt: undefined,
        deletionCost: 0,
        stopping: undefined,
        job: undefined,
        life: 0,
        restarts: 0,
        cleanedAt: undefined,
      };
      this.pods.push(pod);
      this.alive = [...this.alive, pod];
    }
  }

  private delete(pods: readonly SimulatedPod[], reason: StopReason): void {
    for (const pod of pods) {
      pod.stopping = reason;
      this.events.stopped(pod, reason);
    }
  }

  /** Gives waiting pods a node, and asks for nodes for the rest. */
  private schedule(): void {
    const waiting = this.active().filter(({ node }) => node === undefined);
    for (const pod of waiting) {
      pod.node = this.nodes.place();
      if (pod.node === undefined) continue;
      this.timeline.after(this.surroundings.podStartSeconds, () => {
        if (pod.stopping === undefined) this.events.started(pod);
      });
    }
    this.nodes.demand(waiting.filter(({ node }) => node === undefined).length);
  }
}

function isReady({ readyAt, stopping }: SimulatedPod): boolean {
  return readyAt !== undefined && stopping === undefined;
}
