import { kubeProxyText } from "../kube-proxy-text";
import type { Mismatch, Relation } from "./relation";

/** kube-proxy 1.35.4 and 1.36.5 refuse to start: `unrecognized feature gate`, `must be a valid CIDR`. */
const SINCE_MINOR = 37;

/** For nftables mode before the gate: to take one option away after the other leads from error to error. */
const WITHOUT_GATE = `run iptables mode, and write ${kubeProxyText({ mode: "iptables", nodePortAddresses: ["127.0.0.0/8"] })}: nftables mode serves no NodePort on 127.0.0.1 before Kubernetes 1.${SINCE_MINOR}. Or write ${kubeProxyText({ mode: "nftables" })}, and where images come from 127.0.0.1, give containerd a mirror (modules/registry/README.md) and accept the finding of image-source`;

/** An option that kube-proxy of this version does not know keeps it from starting; one of another mode does nothing. */
const kubeProxyTakesOptions: Relation = {
  needs: ["cluster"],
  check: ({ cluster: { kubeProxy, kubernetesVersion } }) => {
    if (kubeProxy === undefined) return [];
    const { mode, nodePortAddresses = [], localhostNodePorts = false } = kubeProxy;
    const isOlder = Number(kubernetesVersion.split(".")[1]) < SINCE_MINOR;
    const at = (key: string, message: string, fix: string): readonly Mismatch[] => [
      { path: ["cluster", "kubeProxy", key], message, fix },
    ];
    const keywords = nodePortAddresses.filter((address) => !address.includes("/"));
    const isNew =
      keywords.some((keyword) => keyword !== "primary") ||
      (keywords.length > 0 && nodePortAddresses.length > 1);
    return [
      ...(localhostNodePorts && mode !== "nftables"
        ? at("localhostNodePorts", `has no effect in mode ${mode}`, "take it away")
        : []),
      ...(localhostNodePorts && mode === "nftables" && isOlder
        ? at(
            "localhostNodePorts",
            `kube-proxy of Kubernetes ${kubernetesVersion} does not know the feature gate, and does not start with it`,
            WITHOUT_GATE,
          )
        : []),
      ...(nodePortAddresses.length > 0 && mode === "cilium"
        ? at(
            "nodePortAddresses",
            "is an option of kube-proxy, and none runs beside Cilium",
            "take it away",
          )
        : []),
      ...(isNew && mode !== "cilium" && isOlder
        ? at(
            "nodePortAddresses",
            `kube-proxy of Kubernetes ${kubernetesVersion} takes ranges, or primary alone, and does not start with ${nodePortAddresses.join(",")}`,
            mode === "nftables" ? WITHOUT_GATE : "name ranges, e.g. 127.0.0.0/8 for loopback alone",
          )
        : []),
    ];
  },
};

export const kubeProxyRelations: readonly Relation[] = [kubeProxyTakesOptions];
