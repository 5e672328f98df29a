/** Nodes that are alike for every pod of the problem. */
export interface NodeClass {
  /** What one of them has left for pods, in the order of the problem's resources. */
  readonly room: readonly number[];
  readonly count: number;
  /** How many of them are there in any case; pods go to these first. */
  readonly existing: number;
}

/** Pods that are alike for every node of the problem. */
export interface PodClass {
  /** What one of them asks for, in the order of the problem's resources. */
  readonly needs: readonly number[];
  readonly count: number;
  /** By node class: whether it accepts such a pod, room aside. */
  readonly accepted: readonly boolean[];
  /** Most of them that may share a node; Infinity: any number. */
  readonly perNode: number;
  /** Other classes whose pods they never share a node with; mutual. */
  readonly apartFrom: ReadonlySet<number>;
  /** How evenly they must be spread over nodes. @default as it comes */
  readonly spread?: Spread;
}

/** A hard spread over nodes. Proofs that pods do not fit leave it out. */
export interface Spread {
  /** Most pods that a node may have more than the emptiest node that counts. */
  readonly maxSkew: number;
  /** A node that counts does not accept the pods (a taint), so the emptiest stays at zero. */
  readonly fromZero: boolean;
}

/** Which pods shall go on which nodes. All amounts are whole numbers. */
export interface PackingProblem {
  readonly resources: readonly string[];
  readonly nodes: readonly NodeClass[];
  readonly pods: readonly PodClass[];
}

/** Pods on one node: number by pod class. */
export type NodeLoad = ReadonlyMap<number, number>;

/** A node of a placement; nodes without pods are left out. */
export interface PlacedNode {
  readonly nodeClass: number;
  readonly load: NodeLoad;
}

/** Most pods of a class that a node with this room holds, nothing else there. */
export function mostOn(room: readonly number[], { needs, perNode }: PodClass): number {
  // A placement asks this thousands of times: a plain loop takes a fifth of what `reduce` does.
  let most = perNode;
  for (let resource = 0; resource < needs.length; resource += 1) {
    const need = needs[resource] ?? 0;
    if (need === 0) continue;
    most = Math.min(most, Math.max(0, Math.floor((room[resource] ?? 0) / need)));
  }
  return most;
}

/** Whether a node class accepts a pod class and one of its pods has room there. */
export function canHost(node: NodeClass, index: number, pod: PodClass): boolean {
  return node.count > 0 && pod.accepted[index] === true && mostOn(node.room, pod) > 0;
}
