import { kubeProxyText } from "../../../environments/kube-proxy-text";
import type { ClusterSpec } from "../../../environments/schema";
import type { KubeProxySpec } from "../../../environments/schema/kube-proxy";
import { contains } from "../network/ip-blocks";
import {
  GATE_SINCE_MINOR,
  type KubeProxyOptions,
  LOOPBACK,
  LOOPBACK_GATE,
  servesLoopback,
} from "./loopback";

/** The cluster whose kube-proxy is to serve NodePorts on 127.0.0.1. */
export interface ProxiedCluster {
  /** By whose means kube-proxy is set up. */
  readonly kind: ClusterSpec["kind"];
  /** Minor of Kubernetes 1; undefined: not known. */
  readonly minor: number | undefined;
  /** Whether it is one of an environment, so that the way that is taken is written into its data. */
  readonly hasData: boolean;
}

/** What is set up, and the same as an environment's data. */
interface Way {
  readonly setUp: string;
  readonly data: KubeProxySpec;
}

const ARGUMENTS = "kube-proxy-arg in /etc/rancher/k3s/config.yaml of each node";
const VALUES = "configuration values of the add-on kube-proxy";
const CONFIG_MAP = "the ConfigMap kube-system/kube-proxy";

/** How kube-proxy is set up on the nodes of a kind of cluster. */
const PLACES = {
  k3s: {
    set: (data: KubeProxySpec) =>
      `kube-proxy-arg: ${listText(argumentsOf(data))} in /etc/rancher/k3s/config.yaml of each node, and restart k3s`,
    take: (names: string) => `take ${names} away from ${ARGUMENTS}, and restart k3s`,
    addresses: "nodeport-addresses",
    localhost: "iptables-localhost-nodeports=false",
  },
  eks: {
    set: (data: KubeProxySpec) => `${JSON.stringify(configurationOf(data))} as ${VALUES}`,
    take: (names: string) => `take ${names} away from the ${VALUES}`,
    addresses: "nodePortAddresses",
    localhost: "iptables.localhostNodePorts: false",
  },
  kubeconfig: {
    set: (data: KubeProxySpec) =>
      `${JSON.stringify(configurationOf(data))} in ${CONFIG_MAP}, and restart kube-proxy`,
    take: (names: string) => `take ${names} away from ${CONFIG_MAP}, and restart kube-proxy`,
    addresses: "nodePortAddresses",
    localhost: "iptables.localhostNodePorts: false",
  },
} as const;

/** Ways to serve NodePorts on 127.0.0.1 again, from options that do not. Each can be taken alone. */
export function waysToLoopback(cluster: ProxiedCluster, options: KubeProxyOptions): string {
  const { minor, hasData } = cluster;
  const [first, ...others] = (options.mode === "iptables" ? withinIptables : byMode)(
    cluster,
    options,
  ).map(({ setUp, data }) => (hasData ? `${setUp}, then write ${kubeProxyText(data)}` : setUp));
  const since =
    options.mode !== "iptables" && minor !== undefined && minor < GATE_SINCE_MINOR
      ? `; nftables serves them from Kubernetes 1.${GATE_SINCE_MINOR} on`
      : "";
  const instead =
    options.mode !== "iptables" && minor === undefined
      ? `with Kubernetes 1.${GATE_SINCE_MINOR} or newer instead`
      : "or";
  const named = [first, ...others.map((way) => `${instead} ${way}`)].join("; ");
  return `${named}${since}. Ways for every mode, such as a mirror in containerd: modules/registry/README.md`;
}

/** The mode is right, and what is beside it is not. */
function withinIptables(
  { kind, minor }: ProxiedCluster,
  options: KubeProxyOptions,
): readonly Way[] {
  const { take, addresses: name, localhost } = PLACES[kind];
  const { addresses, iptablesLocalhost } = options;
  const off = iptablesLocalhost ? [] : [localhost];
  if (servesLoopback(addresses)) {
    return [{ setUp: take(off.join(" and ")), data: iptables(addresses) }];
  }
  const given = `${name}=${addresses.join(",")}`;
  const way = { setUp: take([...off, given].join(" and ")), data: iptables([]) };
  const areRanges = addresses.every((address) => address.includes("/"));
  // A keyword stands alone before 1.37.
  if (!areRanges && (minor ?? 0) < GATE_SINCE_MINOR) return [way];
  const added = areRanges ? LOOPBACK : "localhost";
  const setUp = `${off.map((each) => `take ${each} away and `).join("")}add ${added} to ${name} there`;
  return [way, { setUp, data: iptables([...addresses, added]) }];
}

/** Another mode, or nftables with all that it needs. */
function byMode({ kind, minor }: ProxiedCluster, options: KubeProxyOptions): readonly Way[] {
  const { set, addresses, localhost } = PLACES[kind];
  const data = iptables(addressesForIptables(options, minor));
  const dropped = [
    ...(options.addresses.length > 0 && data.nodePortAddresses === undefined ? [addresses] : []),
    ...(options.gate ? [LOOPBACK_GATE] : []),
    ...(options.iptablesLocalhost ? [] : [localhost]),
  ];
  const without = dropped.length === 0 ? "" : `, without ${dropped.join(" and ")}`;
  const nftables: KubeProxySpec = {
    mode: "nftables",
    localhostNodePorts: true,
    nodePortAddresses: ["localhost"],
  };
  return [
    { setUp: `${set(data)}${without}`, data },
    ...(minor !== undefined && minor < GATE_SINCE_MINOR
      ? []
      : [{ setUp: set(nftables), data: nftables }]),
  ];
}

/** The same addresses as far as 127.0.0.1 is among them, so that nothing is opened that was closed. */
function addressesForIptables(
  { addresses }: KubeProxyOptions,
  minor: number | undefined,
): readonly string[] {
  if (addresses.includes("all")) return [];
  if (addresses.length > 0 && addresses.every(isOfLoopback)) return [LOOPBACK];
  if (!servesLoopback(addresses)) return [];
  if ((minor ?? 0) >= GATE_SINCE_MINOR) return addresses;
  return addresses.flatMap((address) =>
    address === "primary" ? [] : address === "localhost" ? LOOPBACK : address,
  );
}

function isOfLoopback(address: string): boolean {
  return address === "localhost" || contains(LOOPBACK, address);
}

function iptables(addresses: readonly string[]): KubeProxySpec {
  return {
    mode: "iptables",
    ...(addresses.length === 0 ? {} : { nodePortAddresses: [...addresses] }),
  };
}

function argumentsOf({ mode, localhostNodePorts, nodePortAddresses }: KubeProxySpec) {
  return [
    `proxy-mode=${mode}`,
    ...(localhostNodePorts === true ? [`feature-gates=${LOOPBACK_GATE}=true`] : []),
    ...(nodePortAddresses === undefined
      ? []
      : [`nodeport-addresses=${nodePortAddresses.join(",")}`]),
  ];
}

function configurationOf({ mode, localhostNodePorts, nodePortAddresses }: KubeProxySpec) {
  return {
    mode,
    ...(localhostNodePorts === true ? { featureGates: { [LOOPBACK_GATE]: true } } : {}),
    ...(nodePortAddresses === undefined ? {} : { nodePortAddresses }),
  };
}

function listText(values: readonly string[]): string {
  return `[${values.map((value) => JSON.stringify(value)).join(", ")}]`;
}
