import { setTimeout as sleep } from "node:timers/promises";
import { processMask } from "../../masking/process-mask";
import { CommandFailure } from "../../runtime/failure";
import type { Progress } from "../../runtime/progress";
import type { PoolCluster } from "./cluster";
import { type ClusterFacts, type OldNode, podName, waitingFor } from "./facts";
import type { PoolPair } from "./pools";

/** What the drain of a pool's nodes needs. */
export interface DrainProps {
  readonly environment: string;
  readonly cluster: Pick<PoolCluster, "kubectl">;
  /** Reads the cluster again. */
  facts(): Promise<ClusterFacts>;
  readonly pair: PoolPair;
  /** Label selector of the old nodes. */
  readonly selector: string;
  /** Nodes that are drained together. */
  readonly atATime: number;
  /** Seconds that one node may take. */
  readonly timeout: number;
  /** For pods that wait for a node of the new pool; a MIG node takes up to 25 minutes. @default 30 minutes */
  readonly placeSeconds?: number;
  readonly say: Progress;
  /** Ends it between two looks. */
  readonly stopped: AbortSignal;
}

const PLACE_SECONDS = 1800;
const LOOK_MS = 2_000;

/**
 * Cordons all old nodes, then drains them, so many at a time, each time when all
 * pods have a place again.
 *
 * @throws CommandFailure when kubectl fails, or pods find no place in time
 */
export function drainPool(props: DrainProps): Promise<void> {
  return new PoolDrain(props).all();
}

class PoolDrain {
  constructor(private readonly props: DrainProps) {}

  async all(): Promise<void> {
    for (;;) {
      await this.kubectl("cordon", "--selector", this.props.selector);
      await this.untilPlaced();
      // The autoscaler adds nodes and takes empty ones away meanwhile.
      const nodes = left((await this.props.facts()).old);
      if (nodes.length === 0) return;
      const batch = nodes.slice(0, this.props.atATime);
      for (const { name, leaving } of batch) {
        this.props.say(`${name}: ${leaving.length} pods go (${nodes.length} nodes left)`);
      }
      const ends = await Promise.allSettled(batch.map(({ name }) => this.drain(name)));
      for (const end of ends) if (end.status === "rejected") throw end.reason;
    }
  }

  private async drain(name: string): Promise<void> {
    try {
      await this.kubectl(
        ...["drain", name, "--ignore-daemonsets", "--delete-emptydir-data"],
        `--timeout=${this.props.timeout}s`,
      );
    } catch (error) {
      // An empty node that the autoscaler took away is drained.
      const { old } = await this.props.facts();
      if (old.some((node) => node.name === name)) throw error;
    }
  }

  /** Until no pod waits that the new pool would take: only then is capacity as it was. */
  private async untilPlaced(): Promise<void> {
    const { say, stopped, pair, placeSeconds = PLACE_SECONDS } = this.props;
    const deadline = Date.now() + placeSeconds * 1000;
    let said = "";
    for (;;) {
      stopped.throwIfAborted();
      const waiting = waitingFor(pair.by.contract, (await this.props.facts()).pods).map(podName);
      if (waiting.length === 0) return;
      const line = `waiting for a node of ${pair.by.pool.name}: ${waiting.join(", ")}`;
      if (line !== said) say(line);
      said = line;
      if (Date.now() >= deadline) {
        throw new CommandFailure(
          `after ${placeSeconds} s pods still wait for a node of ${pair.by.pool.name}: ${waiting.join(", ")}`,
          `see why none comes: npm run doctor -- ${this.props.environment}, and kubectl -n kube-system logs deployment/cluster-autoscaler`,
        );
      }
      await sleep(LOOK_MS, undefined, { signal: stopped });
    }
  }

  private async kubectl(...args: readonly string[]): Promise<void> {
    this.props.stopped.throwIfAborted();
    const { status, errors } = await this.props.cluster.kubectl(args, (line) =>
      this.props.say(`  ${line}`),
    );
    if (status === 0) return;
    this.props.stopped.throwIfAborted();
    const why =
      processMask().text(errors.join("\n")).split("\n").slice(-5).join("\n") || "no answer";
    throw new CommandFailure(`kubectl ${args.slice(0, 2).join(" ")} failed:\n${why}`, "");
  }
}

/** Nodes that new pods could go to, or that have some. */
export function left(nodes: readonly OldNode[]): readonly OldNode[] {
  return nodes.filter(({ cordoned, leaving }) => !cordoned || leaving.length > 0);
}
