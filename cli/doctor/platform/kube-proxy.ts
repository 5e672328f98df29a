import { describe } from "../../../inventory/model";
import type { LiveNode } from "../../../inventory/live";
import { groupBy } from "../../../inventory/group-by";
import { type Diagnoser, type Diagnosis, diagnosis, type Examination } from "../examination";
import { k3sAnnotation, k3sWords } from "./k3s-arguments";
import { registryNodePorts } from "./registry";

/** From Kubernetes 1.37 on, alpha: https://github.com/kubernetes/kubernetes/blob/v1.37.2/pkg/features/kube_features.go */
const GATE = "KubeProxyNFTablesLocalhostNodePorts";
const GATE_SINCE_MINOR = 37;

/**
 * Why kube-proxy does not serve NodePorts on 127.0.0.1 with such arguments; undefined: it does, or
 * they do not tell. Seen with kube-proxy 1.37.2 in a network namespace: iptables serves them; nftables
 * does with the gate and `localhost` among its addresses, with the gate alone not. IPVS:
 * https://kubernetes.io/docs/reference/networking/virtual-ips/#proxy-mode-ipvs
 *
 * @param options kube-proxy's own, by name
 */
export function notOnLoopback(options: ReadonlyMap<string, string>): string | undefined {
  const mode = options.get("proxy-mode") ?? "";
  const addresses = options.get("nodeport-addresses") ?? "";
  const onLoopback = addresses === "" || /(^|,)(localhost|127\.|0\.0\.0\.0\/0)/.test(addresses);
  switch (mode) {
    case "nftables": {
      const gate = new RegExp(`(^|,)${GATE}=true(,|$)`, "i");
      const asked = gate.test(options.get("feature-gates") ?? "");
      if (asked && /(^|,)localhost(,|$)/.test(addresses)) return undefined;
      return asked
        ? `runs kube-proxy in nftables mode with ${GATE}, and nodeport-addresses does not name localhost`
        : "runs kube-proxy in nftables mode";
    }
    case "ipvs":
      return "runs kube-proxy in IPVS mode";
    case "":
    case "iptables":
      if (options.get("iptables-localhost-nodeports") === "false") {
        return "runs kube-proxy with iptables-localhost-nodeports=false";
      }
      return onLoopback ? undefined : `runs kube-proxy with nodeport-addresses=${addresses}`;
    default:
      return undefined;
  }
}

/** kube-proxy's options among the arguments that k3s writes, as `--kube-proxy-arg`, `NAME=VALUE`; undefined: not there, or no kube-proxy. */
export function k3sKubeProxyOptions(
  annotation: string | undefined,
): ReadonlyMap<string, string> | undefined {
  const words = k3sWords(annotation);
  const off = words?.indexOf("--disable-kube-proxy") ?? -1;
  if (words === undefined || (off !== -1 && words[off + 1] !== "false")) return undefined;
  const given = words.flatMap((word, index) => {
    if (word === "--kube-proxy-arg") return words[index + 1] ?? [];
    return /^--kube-proxy-arg=(.+)$/.exec(word)?.[1] ?? [];
  });
  return new Map(
    given.map((option) => {
      const [name = "", ...value] = option.replace(/^--/, "").split("=");
      return [name, value.join("=")];
    }),
  );
}

/** Nodes from which no image of the cluster's own registry can be pulled, before a pull fails. */
export const loopbackNodePorts: Diagnoser = (examination) => {
  if (!pullsFromLoopback(examination)) return [];
  const found = examination.live.nodes.flatMap((node) => {
    const options = k3sKubeProxyOptions(k3sAnnotation(node));
    const reason = options === undefined ? undefined : notOnLoopback(options);
    return reason === undefined ? [] : [{ node, reason }];
  });
  return [...groupBy(found, ({ reason }) => reason)].flatMap(([reason, group]) =>
    ofNodes(
      group.map(({ node }) => node),
      reason,
    ),
  );
};

function pullsFromLoopback(examination: Examination): boolean {
  return (
    registryNodePorts(examination).length > 0 ||
    examination.inventory.workloads.some(({ pod }) =>
      pod.containers.some(({ image }) => /^(127\.0\.0\.1|localhost):\d+\//.test(image)),
    )
  );
}

function ofNodes(nodes: readonly LiveNode[], reason: string): readonly Diagnosis[] {
  const [first] = nodes;
  if (first === undefined) return [];
  const others = nodes.length === 1 ? "" : `, and so do ${nodes.length - 1} more nodes`;
  return [
    diagnosis(first, {
      id: "node-port-not-on-loopback",
      cause: `${first.name} ${reason}${others}: NodePorts are not served on 127.0.0.1 there, and every image of 127.0.0.1:PORT ends in "connection refused"`,
      evidence: nodes.map((node) => `${describe(node)}: ${k3sAnnotation(node) ?? ""}`),
      fix: `kube-proxy-arg: ["proxy-mode=iptables"] in /etc/rancher/k3s/config.yaml of each of these nodes, and restart k3s; with Kubernetes 1.${GATE_SINCE_MINOR} or newer instead ["proxy-mode=nftables", "feature-gates=${GATE}=true", "nodeport-addresses=primary,localhost"]. Other ways, for every mode: modules/registry/README.md`,
    }),
  ];
}
