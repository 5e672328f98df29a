import { setTimeout as sleep } from "node:timers/promises";
import type { ListWatch, V1Node, V1Pod } from "@kubernetes/client-node";
import { LABELS } from "../environments/labels";
import type { NodeContract } from "../environments/nodes/node-contract";
import { type NodeShape, refusals } from "../environments/nodes/placement";
import type { ClusterClient } from "../runtime/cluster-client";
import { nodeName, nodeOf } from "./nodes";
import { isBound, isUnschedulable, occupies, podNeeds, subtract } from "../runtime/pods";
import type { Progress } from "../runtime/progress";
import { VolumeTopology } from "./volume-topology";
import { waitFor } from "./wait";

const INTERVAL_MS = 500;
/** An empty node above the pool's minimum goes after this time; minutes in a real cluster. */
const EMPTY_FOR_MS = 10_000;

/**
 * A simulation of the node autoscaler: while pods wait that the scheduler could
 * not place and a pool would accept, nodes of that pool come, up to its
 * maximum; nodes that stay empty go, down to its minimum. Which pod runs where
 * is the real scheduler's decision.
 */
export class NodeAutoscaler {
  private readonly pods: ListWatch<V1Pod>;
  private readonly nodes: ListWatch<V1Node>;
  private readonly volumes: VolumeTopology;
  private readonly emptySince = new Map<string, number>();
  /** Created and not yet seen by the watch: the pool by the node's name. */
  private readonly arriving = new Map<string, NodeContract>();
  private stopped = false;
  private loop: Promise<void> = Promise.resolve();

  constructor(
    private readonly client: ClusterClient,
    private readonly pools: readonly NodeContract[],
    /** Of the nodes' kubelets. */
    private readonly release: string,
    private readonly say: Progress,
  ) {
    this.pods = client.follow("/api/v1/pods", () => client.core.listPodForAllNamespaces());
    this.nodes = client.follow("/api/v1/nodes", () => client.core.listNode());
    this.volumes = new VolumeTopology(client);
  }

  async start(): Promise<void> {
    await Promise.all([this.pods.start(), this.nodes.start(), this.volumes.start()]);
    for (const pool of this.pools) {
      for (let index = 1; index <= pool.count.min; index += 1) await this.add(pool, index);
    }
    this.loop = this.run();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.loop;
    await Promise.all([this.pods.stop(), this.nodes.stop(), this.volumes.stop()]);
  }

  /** Waits until every node that there is is ready. */
  async ready(timeoutMs: number): Promise<void> {
    await waitFor({ what: "the nodes to be ready", timeoutMs }, () =>
      Promise.resolve(
        this.arriving.size === 0 && this.nodes.list().every(isReady) ? true : undefined,
      ),
    );
  }

  /** Nodes of a pool now. */
  countOf(pool: NodeContract): number {
    return this.nodesOf(pool).length;
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      // The API server may be away for a while: the next round sees.
      await this.round().catch(() => undefined);
      await sleep(INTERVAL_MS);
    }
  }

  private async round(): Promise<void> {
    for (const name of this.arriving.keys()) {
      if (this.nodes.get(name)) this.arriving.delete(name);
    }
    await this.scaleOut();
    await this.scaleIn();
  }

  private async scaleOut(): Promise<void> {
    const waiting = this.pods.list().filter((pod) => isUnschedulable(pod));
    if (waiting.length === 0 || this.arriving.size > 0) return;
    const room = new Map(this.nodes.list().map((node) => [node.metadata?.name, this.roomOf(node)]));
    for (const pod of waiting) {
      const needs = podNeeds(pod);
      if (this.volumes.isTied(pod)) continue;
      const fitting = [...room].find(
        ([, shape]) => shape !== undefined && refusals(shape, needs).length === 0,
      );
      if (fitting?.[1] !== undefined) {
        // It fits on a node that has come for another: the scheduler will see.
        room.set(fitting[0], subtract(fitting[1], needs));
        continue;
      }
      const pool = this.pools.find(
        (candidate) =>
          this.expectedOf(candidate) < candidate.count.max &&
          refusals(candidate, needs).length === 0,
      );
      if (pool === undefined) continue;
      const index = this.freeIndex(pool);
      await this.add(pool, index);
      this.say(
        `node ${nodeName(pool, index)} comes for pod ${pod.metadata?.namespace}/${pod.metadata?.name}`,
      );
      room.set(nodeName(pool, index), subtract({ ...pool, name: nodeName(pool, index) }, needs));
    }
  }

  private async scaleIn(): Promise<void> {
    for (const pool of this.pools) {
      for (const { metadata } of this.nodesOf(pool)) {
        const name = metadata?.name ?? "";
        if (this.isOccupied(name)) {
          this.emptySince.delete(name);
          continue;
        }
        const since = this.emptySince.get(name) ?? Date.now();
        this.emptySince.set(name, since);
        if (Date.now() - since < EMPTY_FOR_MS || this.countOf(pool) <= pool.count.min) continue;
        await this.client.remove({ apiVersion: "v1", kind: "Node", name });
        this.emptySince.delete(name);
        this.say(`node ${name} goes: empty for ${EMPTY_FOR_MS / 1000} s`);
        return;
      }
    }
  }

  private async add(pool: NodeContract, index: number): Promise<void> {
    const name = nodeName(pool, index);
    this.arriving.set(name, pool);
    try {
      await this.client.create(nodeOf(pool, index, this.release));
    } catch (error) {
      // Nothing comes: waiting for it would keep every other node away for ever.
      this.arriving.delete(name);
      throw error;
    }
  }

  private nodesOf(pool: NodeContract): readonly V1Node[] {
    return this.nodes
      .list()
      .filter(({ metadata }) => metadata?.labels?.[LABELS.pool] === pool.name);
  }

  /** Nodes of a pool when all have come. */
  private expectedOf(pool: NodeContract): number {
    const arriving = [...this.arriving].filter(
      ([name, { name: of }]) => of === pool.name && this.nodes.get(name) === undefined,
    );
    return this.countOf(pool) + arriving.length;
  }

  private freeIndex(pool: NodeContract): number {
    let index = 1;
    while (this.nodes.get(nodeName(pool, index)) || this.arriving.has(nodeName(pool, index))) {
      index += 1;
    }
    return index;
  }

  /** What a node has left; undefined for a node of no pool. */
  private roomOf(node: V1Node): NodeShape | undefined {
    const pool = this.pools.find(({ name }) => node.metadata?.labels?.[LABELS.pool] === name);
    if (pool === undefined) return undefined;
    const name = node.metadata?.name ?? "";
    return this.pods
      .list()
      .filter((pod) => isBound(pod, name))
      .reduce<NodeShape>((room, pod) => subtract(room, podNeeds(pod)), { ...pool, name });
  }

  private isOccupied(node: string): boolean {
    return this.pods.list().some((pod) => isBound(pod, node) && occupies(pod));
  }
}

function isReady(node: V1Node): boolean {
  return (
    node.status?.conditions?.some(({ type, status }) => type === "Ready" && status === "True") ===
    true
  );
}
