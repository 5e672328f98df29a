import { clusterNodes } from "../../environments/nodes/cluster-nodes";
import type { NodeContract } from "../../environments/nodes/node-contract";
import { refusals } from "../../environments/nodes/placement";
import { amountsOf } from "../../environments/quantity";
import type { EnvironmentSpec } from "../../environments/schema";
import type { PodTemplate } from "../../inventory/model";
import type { NodeRoom } from "../../testbed/model/loop";

/** Nodes that would take a worker, and how many fit one of them on average; what else runs there is left out. */
export function roomFor(pod: PodTemplate, { cluster }: EnvironmentSpec): NodeRoom {
  const requests = { pods: 1, ...requestsOf(pod) };
  const takers = clusterNodes(cluster).filter(
    (node) => refusals(node, { ...pod, requests }).length === 0,
  );
  const fit = ({ allocatable }: NodeContract) =>
    Math.min(
      ...Object.entries(requests)
        .filter(([, amount]) => amount > 0)
        .map(([resource, amount]) => Math.floor((allocatable[resource] ?? 0) / amount)),
    );
  const total = (value: (node: NodeContract) => number) =>
    takers.reduce((sum, node) => sum + value(node), 0);
  const max = total(({ count }) => count.max);
  const workers = total((node) => node.count.max * fit(node));
  return { workersPerNode: Math.floor(workers / max), min: total(({ count }) => count.min), max };
}

function requestsOf({ containers }: PodTemplate): Readonly<Record<string, number>> {
  const requests: Record<string, number> = {};
  for (const container of containers) {
    for (const [resource, amount] of Object.entries(amountsOf(container.requests))) {
      requests[resource] = (requests[resource] ?? 0) + amount;
    }
  }
  return requests;
}
