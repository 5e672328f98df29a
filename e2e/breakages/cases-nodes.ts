import { type AnyObject, BROKEN, deploymentOf } from "./breakage";
import type { BreakageCase, Broken } from "./case";

const NODE_WRITTEN =
  "KWOK is stopped, and the condition is written as a kubelet or the node controller writes it";

/** A condition of a node that KWOK does not put right meanwhile. */
function nodeCase(
  name: string,
  node: string,
  condition: {
    readonly type: string;
    readonly status: string;
    readonly reason: string;
    readonly message: string;
  },
  healthy: string,
  first: string,
): BreakageCase {
  const write = async ({ client }: Broken, status: string) => {
    const found = await client.core.readNode({ name: node });
    const now = new Date().toISOString();
    const conditions = (found.status?.conditions ?? [])
      .filter(({ type }) => type !== condition.type)
      .map(({ lastHeartbeatTime, lastTransitionTime, ...rest }) => ({
        ...rest,
        lastHeartbeatTime: lastHeartbeatTime?.toISOString(),
        lastTransitionTime: lastTransitionTime?.toISOString(),
      }));
    await client.strategicMergeStatus(
      { apiVersion: "v1", kind: "Node", name: node },
      {
        conditions: [
          ...conditions,
          { ...condition, status, lastHeartbeatTime: now, lastTransitionTime: now },
        ],
      },
    );
  };
  return {
    name,
    area: "nodes",
    written: NODE_WRITTEN,
    inject: async (broken) => {
      await broken.testbed.kill("kwok");
      await write(broken, condition.status);
    },
    heal: async (broken) => {
      await write(broken, healthy);
      await broken.testbed.restart("kwok");
    },
    first,
    object: `Node ${node}`,
  };
}

function closed(client: Broken["client"], node: string, spec: object): Promise<void> {
  return client.merge({ apiVersion: "v1", kind: "Node", name: node }, { spec });
}

const waiting = (node: string): readonly AnyObject[] =>
  ["waits-a", "waits-b"].map((name) =>
    deploymentOf(name, { nodeSelector: { "kubernetes.io/hostname": node } }),
  );

/** Nodes that are away, under pressure or closed. */
export const nodeCases = (node: string): readonly BreakageCase[] => [
  nodeCase(
    "node-away",
    node,
    {
      type: "Ready",
      status: "Unknown",
      reason: "NodeStatusUnknown",
      message: "Kubelet stopped posting node status.",
    },
    "True",
    "node-not-ready",
  ),
  nodeCase(
    "disk-pressure",
    node,
    {
      type: "DiskPressure",
      status: "True",
      reason: "KubeletHasDiskPressure",
      message: "kubelet has disk pressure",
    },
    "False",
    "node-under-pressure",
  ),
  nodeCase(
    "memory-pressure",
    node,
    {
      type: "MemoryPressure",
      status: "True",
      reason: "KubeletHasInsufficientMemory",
      message: "kubelet has insufficient memory available",
    },
    "False",
    "node-under-pressure",
  ),
  nodeCase(
    "node-without-network",
    node,
    {
      type: "NetworkUnavailable",
      status: "True",
      reason: "NoRouteCreated",
      message: "RouteController failed to create a route",
    },
    "False",
    "node-under-pressure",
  ),
  {
    name: "taint-on-all-nodes",
    area: "nodes",
    inject: async ({ client }) => {
      await closed(client, node, { taints: [{ key: "maintenance", effect: "NoSchedule" }] });
      for (const object of waiting(node)) await client.create(object);
    },
    heal: async ({ client }) => {
      await closed(client, node, { taints: null });
      for (const name of ["waits-a", "waits-b"]) {
        await client.remove({ apiVersion: "apps/v1", kind: "Deployment", name, namespace: BROKEN });
      }
    },
    first: "nodes-closed",
    object: "Taint maintenance:NoSchedule",
  },
  {
    name: "all-nodes-cordoned",
    area: "nodes",
    inject: async ({ client }) => {
      await closed(client, node, { unschedulable: true });
      for (const object of waiting(node)) await client.create(object);
    },
    heal: async ({ client }) => {
      await closed(client, node, { unschedulable: null });
      for (const name of ["waits-a", "waits-b"]) {
        await client.remove({ apiVersion: "apps/v1", kind: "Deployment", name, namespace: BROKEN });
      }
    },
    first: "nodes-closed",
    object: "Taint node.kubernetes.io/unschedulable:NoSchedule",
    cause: /every node is cordoned/,
  },
  {
    name: "node-cordoned",
    area: "nodes",
    inject: ({ client }) => closed(client, node, { unschedulable: true }),
    heal: ({ client }) => closed(client, node, { unschedulable: null }),
    first: "node-cordoned",
    object: `Node ${node}`,
    warning: true,
  },
];
