/** Why a node ended. */
export type EndingCause = "scale-in" | "rebalance" | "group deleted" | "update";

/** A node of a node group, and the job on it. */
export interface Node {
  readonly id: string;
  readonly group: string;
  readonly zone: string;
  /** Seconds that the job on it still takes; undefined: it is idle. */
  jobSecondsLeft: number | undefined;
}

/** A node that is gone. */
export interface NodeEnding {
  readonly group: string;
  readonly zone: string;
  readonly cause: EndingCause;
  /** Its job had not ended when the limit was over. */
  readonly jobKilled: boolean;
  /** Nodes that its pool then had. */
  readonly poolLeft: number;
}

export interface NodesProps {
  /** Seconds of the job that a node of a group gets when it starts; undefined: none. */
  jobSeconds(group: string): number | undefined;
  /** Pool that a group is of. */
  poolOf(group: string): string;
}

/**
 * Seconds that pods have to leave a node, after which it is ended whatever is on it.
 * Scale-in and rebalancing: "Pod disruption budgets aren't respected when terminating a node with
 * AZRebalance or reducing the desired node count. [...] if it takes more than 15 minutes, the node is
 * terminated". A deleted group: "waits a few minutes".
 * https://docs.aws.amazon.com/eks/latest/userguide/managed-node-groups.html
 * https://docs.aws.amazon.com/eks/latest/userguide/delete-managed-node-group.html
 * An update that is not forced ends no such node: it fails.
 * https://docs.aws.amazon.com/eks/latest/userguide/managed-node-update-behavior.html
 */
export const LIMIT_SECONDS = {
  "scale-in": 900,
  rebalance: 900,
  "group deleted": 300,
  update: 900,
} as const satisfies Record<EndingCause, number>;

/** A zone may have one node more than another. */
const LARGEST_DIFFERENCE = 1;

/** Nodes of all node groups; moto keeps the groups' sizes, but starts all instances in one zone. */
export class AwsNodes {
  private all: Node[] = [];
  private count = 0;
  readonly endings: NodeEnding[] = [];

  constructor(private readonly props: NodesProps) {}

  of(group: string): readonly Node[] {
    return this.all.filter((node) => node.group === group);
  }

  ofPool(pool: string): readonly Node[] {
    return this.all.filter(({ group }) => this.props.poolOf(group) === pool);
  }

  /** As the queue is empty: no node has a job. */
  finishJobs(): void {
    for (const node of this.all) node.jobSecondsLeft = undefined;
  }

  /** As the queue is full: every node has a job again, as when it started. */
  giveJobs(): void {
    for (const node of this.all) node.jobSecondsLeft = this.props.jobSeconds(node.group);
  }

  /** As an Auto Scaling group does: starts where the fewest are, ends where the most are. */
  resize(group: string, size: number, zones: readonly string[], cause: EndingCause): void {
    while (this.of(group).length < size) this.start(group, this.ranked(group, zones)[0] ?? "");
    while (this.of(group).length > size) {
      const zone = this.ranked(group, zones).at(-1);
      const [node] = this.of(group).filter((each) => each.zone === zone);
      if (node === undefined) return;
      this.end(node, cause);
    }
  }

  /** As cluster-autoscaler takes an idle node: one that it chose, in any zone. */
  takeIdle(group: string, zone: string): void {
    const node = this.of(group).find((each) => each.zone === zone);
    if (node === undefined) throw new Error(`group ${group} has no node in ${zone}`);
    node.jobSecondsLeft = undefined;
    this.end(node, "scale-in");
  }

  /**
   * AZRebalance: while zones differ, a node starts in the smallest and one ends in the largest.
   * https://docs.aws.amazon.com/autoscaling/ec2/userguide/auto-scaling-benefits.html
   */
  rebalance(group: string, zones: readonly string[]): void {
    const size = (zone: string) => this.of(group).filter((node) => node.zone === zone).length;
    for (;;) {
      const ranked = this.ranked(group, zones);
      const [smallest, largest] = [ranked[0] ?? "", ranked.at(-1) ?? ""];
      if (size(largest) - size(smallest) <= LARGEST_DIFFERENCE) return;
      this.start(group, smallest);
      const [node] = this.of(group).filter(({ zone }) => zone === largest);
      if (node !== undefined) this.end(node, "rebalance");
    }
  }

  /**
   * A new launch template or version: node after node is replaced.
   *
   * @returns whether all were; one with a long job that may not be forced ends the update
   */
  roll(group: string, force: boolean): boolean {
    for (const node of this.of(group)) {
      if (!force && (node.jobSecondsLeft ?? 0) > LIMIT_SECONDS.update) return false;
      this.start(group, node.zone);
      this.end(node, "update");
    }
    return true;
  }

  private ranked(group: string, zones: readonly string[]): readonly string[] {
    const size = (zone: string) => this.of(group).filter((node) => node.zone === zone).length;
    return [...zones].sort((one, other) => size(one) - size(other));
  }

  private start(group: string, zone: string): void {
    this.count += 1;
    const id = `i-${this.count.toString(16).padStart(17, "0")}`;
    this.all.push({ id, group, zone, jobSecondsLeft: this.props.jobSeconds(group) });
  }

  private end(node: Node, cause: EndingCause): void {
    this.all = this.all.filter(({ id }) => id !== node.id);
    const jobKilled = (node.jobSecondsLeft ?? 0) > LIMIT_SECONDS[cause];
    const poolLeft = this.ofPool(this.props.poolOf(node.group)).length;
    this.endings.push({ group: node.group, zone: node.zone, cause, jobKilled, poolLeft });
  }
}
