import { z } from "zod";
import { cidr } from "./egress";

/**
 * What puts Services on the nodes, as far as it decides where NodePorts answer. It is set up on the
 * nodes, not here; modules/registry/README.md has what each mode serves.
 */
export const kubeProxy = z.strictObject({
  /** kube-proxy's `--proxy-mode`; `cilium`: Cilium does its work, and no kube-proxy runs. */
  mode: z.enum(["iptables", "nftables", "ipvs", "cilium"]),
  /**
   * kube-proxy's `--nodeport-addresses`: ranges and keywords. Before Kubernetes 1.37 the one keyword
   * is `primary`, and it stands alone.
   *
   * @default all in iptables and IPVS mode, `primary` in nftables mode
   */
  nodePortAddresses: z
    .array(z.union([cidr, z.enum(["primary", "localhost", "all"])]))
    .min(1)
    .optional(),
  /**
   * kube-proxy's feature gate `KubeProxyNFTablesLocalhostNodePorts`, alpha from Kubernetes 1.37 on:
   * with a range of loopback among the addresses, nftables mode serves NodePorts there.
   *
   * @default false
   */
  localhostNodePorts: z.boolean().optional(),
});
export type KubeProxySpec = z.output<typeof kubeProxy>;
