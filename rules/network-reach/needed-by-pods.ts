import { isIP } from "node:net";
import { describe, type Inventory, type Workload } from "../../inventory/model";
import { type Dependency, targetsOfHost } from "../shared/network/dependency";
import { hostsOf } from "../shared/network/hosts";
import type { Topology } from "../shared/network/topology";

/** What the variables of pods say they speak to, and the names that they ask for it. */
export function neededByPods(inventory: Inventory, topology: Topology): readonly Dependency[] {
  return inventory.workloads.flatMap((workload) => {
    const from = { name: describe(workload), sides: [topology.sideOf(workload)] };
    const hosts = hostsOf(workload, inventory).filter(({ host }) => host !== "localhost");
    const services = hosts.flatMap((host) =>
      targetsOfHost(host, workload.namespace, inventory, topology)
        .filter(({ to }) => to.name !== from.name)
        .map((target) => ({ declared: workload, by: host.by, from, ...target })),
    );
    const named = hosts.find(({ host }) => isIP(host) === 0 && host.includes("."))?.by;
    const asks = services[0]?.by ?? named;
    return [...services, ...(asks === undefined ? [] : names(workload, asks, from, topology))];
  });
}

/**
 * DNS over UDP, and over TCP for answers that do not fit a datagram; at
 * kube-dns, which carries this label in k3s, EKS and kubeadm alike, or at an
 * address (NodeLocal DNSCache).
 */
function names(
  declared: Workload,
  by: string,
  from: Dependency["from"],
  topology: Topology,
): readonly Dependency[] {
  const dns = topology.podIn("kube-system", { labels: { "k8s-app": "kube-dns" }, complete: false });
  const to = { name: "DNS (kube-system)", sides: [dns, { kind: "outside" } as const] };
  return ["UDP", "TCP"].map((protocol) => ({ declared, by, from, to, port: 53, protocol }));
}
