import { contains } from "../network/ip-blocks";

/** kube-proxy's options, as far as they decide whether NodePorts answer on 127.0.0.1. */
export interface KubeProxyOptions {
  /** `--proxy-mode`; empty: none is named. */
  readonly mode: string;
  /** `--nodeport-addresses`; empty: kube-proxy's default for its mode. */
  readonly addresses: readonly string[];
  /** Whether the feature gate {@link LOOPBACK_GATE} is on. */
  readonly gate: boolean;
  /** `--iptables-localhost-nodeports`. */
  readonly iptablesLocalhost: boolean;
}

/** Alpha, from 1.37 on: https://github.com/kubernetes/kubernetes/blob/v1.37.2/pkg/features/kube_features.go */
export const LOOPBACK_GATE = "KubeProxyNFTablesLocalhostNodePorts";
/** First minor of Kubernetes 1 whose kube-proxy has the gate, and the keyword `localhost`; an older one does not start with either. */
export const GATE_SINCE_MINOR = 37;

export const LOOPBACK = "127.0.0.0/8";
/** Where a node looks for its own registry. */
const ADDRESS = "127.0.0.1/32";

/**
 * What keeps kube-proxy from serving NodePorts on 127.0.0.1; undefined: nothing, or a mode that is
 * not known. Seen with kube-proxy 1.35.4, 1.36.5 and 1.37.2 in a network namespace; IPVS:
 * https://kubernetes.io/docs/reference/networking/virtual-ips/#proxy-mode-ipvs
 */
export function offLoopback(options: KubeProxyOptions): string | undefined {
  switch (options.mode) {
    case "nftables":
      return ofNftables(options);
    case "ipvs":
      return "kube-proxy in IPVS mode";
    case "":
    case "iptables":
      return ofIptables(options);
    default:
      return undefined;
  }
}

/** A range that is more than loopback, `all` among them, does not do: it has to be asked for. */
function ofNftables({ addresses, gate }: KubeProxyOptions): string | undefined {
  if (!gate) return "kube-proxy in nftables mode";
  const asked = addresses.some(
    (address) =>
      address === "localhost" || (contains(LOOPBACK, address) && contains(address, ADDRESS)),
  );
  return asked
    ? undefined
    : `kube-proxy in nftables mode with ${LOOPBACK_GATE}, and no range of loopback with 127.0.0.1 in nodeport-addresses`;
}

function ofIptables({ addresses, iptablesLocalhost }: KubeProxyOptions): string | undefined {
  if (!iptablesLocalhost) return "kube-proxy with iptables-localhost-nodeports=false";
  return servesLoopback(addresses)
    ? undefined
    : `kube-proxy with nodeport-addresses=${addresses.join(",")}`;
}

/** Whether kube-proxy in iptables mode serves NodePorts on 127.0.0.1 with these `--nodeport-addresses`; without any it serves them everywhere. */
export function servesLoopback(addresses: readonly string[]): boolean {
  return (
    addresses.length === 0 ||
    addresses.some(
      (address) => address === "localhost" || address === "all" || contains(address, ADDRESS),
    )
  );
}
