import { BlockList, isIPv6 } from "node:net";

/** Where pods are in nearly every cluster; 100.64.0.0/10 is not here, as few use it for pods. */
const POD_NETWORKS = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"] as const;

/** Whether the addresses of pods may be in a block: some private network is, and is not taken out of it. */
export function mayHoldPods(cidr: string, except: readonly string[]): boolean {
  return POD_NETWORKS.some((network) => {
    const shared = contains(cidr, network) ? network : contains(network, cidr) ? cidr : undefined;
    return shared !== undefined && !except.some((taken) => contains(taken, shared));
  });
}

/** Whether a block is every address of its family. */
export function isEverywhere(cidr: string, except: readonly string[]): boolean {
  return cidr.endsWith("/0") && except.length === 0;
}

/** Whether every address of the inner block is in the outer one; false for what is no CIDR. */
export function contains(outer: string, inner: string): boolean {
  const [from, to] = [blockOf(outer), blockOf(inner)];
  if (from === undefined || to === undefined) return false;
  if (from.family !== to.family || from.prefix > to.prefix) return false;
  const list = new BlockList();
  list.addSubnet(from.address, from.prefix, from.family);
  return list.check(to.address, to.family);
}

const CIDR = /^([\da-f.:]+)\/(\d{1,3})$/i;

function blockOf(cidr: string) {
  const [, address, prefix] = CIDR.exec(cidr) ?? [];
  if (address === undefined) return undefined;
  const family = isIPv6(address) ? "ipv6" : "ipv4";
  return { address, prefix: Number(prefix), family } as const;
}
