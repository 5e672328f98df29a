import type { V1Node, V1Pod } from "@kubernetes/client-node";
import type { PoolCluster } from "../../cli/replace-pool/cluster";
import { LABELS } from "../../environments/labels";

/** A cluster of two pools in memory, whose kubectl cordons and drains. */
export class FakePools implements PoolCluster {
  readonly calls: string[] = [];
  private readonly nodeList: V1Node[] = [];
  private podList: V1Pod[] = [];
  /** Node that evicted pods come up on again; undefined: they wait. */
  place: string | undefined;
  /** Called before each run of kubectl; text is a refusal. */
  before: (args: readonly string[]) => string | undefined = () => undefined;

  node(pool: string, name: string): this {
    this.nodeList.push({
      metadata: { name, labels: { [LABELS.pool]: pool } },
      status: { conditions: [{ type: "Ready", status: "True" }] },
    });
    return this;
  }

  pod(name: string, node: string | undefined, change: V1Pod = {}): this {
    this.podList.push({
      ...change,
      metadata: {
        ...{ name, namespace: "montage-ai" },
        ownerReferences: [
          { apiVersion: "apps/v1", kind: "ReplicaSet", name: "rs", uid: "u", controller: true },
        ],
        ...change.metadata,
      },
      spec: { containers: [], ...(node === undefined ? {} : { nodeName: node }), ...change.spec },
      status: { phase: node === undefined ? "Pending" : "Running" },
    });
    return this;
  }

  placeOf(name: string): string | undefined {
    return this.podList.find(({ metadata }) => metadata?.name === name)?.spec?.nodeName;
  }

  /** What waits gets a node. */
  settle(node: string): void {
    this.podList = this.podList.map((pod) =>
      pod.spec?.nodeName === undefined ? on(pod, node) : pod,
    );
  }

  nodes(): Promise<readonly V1Node[]> {
    return Promise.resolve(structuredClone(this.nodeList));
  }

  pods(): Promise<readonly V1Pod[]> {
    return Promise.resolve(structuredClone(this.podList));
  }

  cordoned(): readonly string[] {
    return this.nodeList
      .filter(({ spec }) => spec?.unschedulable)
      .map(({ metadata }) => metadata?.name ?? "");
  }

  kubectl(args: readonly string[]) {
    this.calls.push(args.join(" "));
    const refusal = this.before(args);
    if (refusal !== undefined) return Promise.resolve({ status: 1, errors: [refusal] });
    const [verb, name = ""] = args;
    if (verb === "cordon") this.cordon(args.at(-1)?.split("=")[1] ?? "");
    if (verb === "drain") this.drain(name);
    return Promise.resolve({ status: 0, errors: [] });
  }

  private cordon(pool: string): void {
    for (const node of this.nodeList) {
      if (node.metadata?.labels?.[LABELS.pool] === pool) node.spec = { unschedulable: true };
    }
  }

  private drain(name: string): void {
    this.podList = this.podList.map((pod) => {
      const daemon = pod.metadata?.ownerReferences?.some(({ kind }) => kind === "DaemonSet");
      return pod.spec?.nodeName !== name || daemon ? pod : on(pod, this.place);
    });
  }
}

function on(pod: V1Pod, node: string | undefined): V1Pod {
  const moved = structuredClone(pod);
  if (moved.spec !== undefined) {
    if (node === undefined) delete moved.spec.nodeName;
    else moved.spec.nodeName = node;
  }
  return {
    ...moved,
    status: { phase: node === undefined ? "Pending" : "Running" },
  };
}
