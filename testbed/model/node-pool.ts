import type { NodeRoom, Surroundings } from "./loop";
import type { Timeline } from "./timeline";

/** A node that takes worker pods. */
export interface PoolNode {
  pods: number;
  ready: boolean;
  emptySince: number | undefined;
}

/**
 * Nodes of the workers' pools and the cluster autoscaler: pods without room bring
 * nodes, which come late; a node that stays empty goes. Nodes with a worker stay
 * (`safe-to-evict: "false"`).
 */
export class SimulatedPool {
  private nodes: PoolNode[];

  constructor(
    private readonly room: NodeRoom,
    private readonly surroundings: Surroundings,
    private readonly timeline: Timeline,
    private readonly onRoom: () => void,
  ) {
    this.nodes = Array.from({ length: room.min }, () => ({
      pods: 0,
      ready: true,
      emptySince: undefined,
    }));
  }

  get count(): number {
    return this.nodes.length;
  }

  /** The emptiest node with room, as the scheduler spreads them; undefined: none. */
  place(): PoolNode | undefined {
    const [node] = this.nodes
      .filter(({ ready, pods }) => ready && pods < this.room.workersPerNode)
      .sort((left, right) => left.pods - right.pods);
    if (node === undefined) return undefined;
    node.pods += 1;
    node.emptySince = undefined;
    return node;
  }

  release(node: PoolNode): void {
    node.pods -= 1;
    if (node.pods > 0) return;
    node.emptySince = this.timeline.now;
    const { nodeIdleSeconds } = this.surroundings;
    this.timeline.after(nodeIdleSeconds, () => {
      const empty = node.emptySince !== undefined;
      const idle = empty && this.timeline.now - (node.emptySince ?? 0) >= nodeIdleSeconds;
      if (!idle || this.nodes.length <= this.room.min) return;
      this.nodes = this.nodes.filter((other) => other !== node);
    });
  }

  /** @param pods that wait for a node */
  demand(pods: number): void {
    const coming = this.nodes.filter(({ ready }) => !ready).length;
    const needed = Math.ceil(pods / this.room.workersPerNode) - coming;
    for (let more = 0; more < needed && this.nodes.length < this.room.max; more += 1) this.add();
  }

  private add(): void {
    const node: PoolNode = { pods: 0, ready: false, emptySince: undefined };
    this.nodes.push(node);
    this.timeline.after(this.surroundings.nodeSeconds, () => {
      node.ready = true;
      this.onRoom();
    });
  }
}
