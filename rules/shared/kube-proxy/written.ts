import { parse } from "yaml";
import { z } from "zod";
import { k3sAnnotation, k3sWords } from "../../../inventory/k3s-arguments";
import type { ConfigMap, Declared } from "../../../inventory/model";
import { type KubeProxyOptions, LOOPBACK_GATE } from "./loopback";

/** k3s names a mode itself: https://github.com/k3s-io/k3s/blob/main/pkg/daemons/agent/agent_linux.go (read on 2026-11-29) */
export const K3S_MODE = "iptables";

/** Where kubeadm, and where EKS' add-on keeps kube-proxy's configuration: the key of the ConfigMap's data, by its name. */
const CONFIGURATION_KEYS: Readonly<Record<string, string>> = {
  "kube-proxy": "config.conf",
  "kube-proxy-config": "config",
};

/** https://kubernetes.io/docs/reference/config-api/kube-proxy-config.v1alpha1/ */
const configuration = z.lazy(() =>
  z.looseObject({
    kind: z.literal("KubeProxyConfiguration"),
    mode: z.string().nullish(),
    nodePortAddresses: z.array(z.string()).nullish(),
    featureGates: z.record(z.string(), z.boolean()).nullish(),
    iptables: z.looseObject({ localhostNodePorts: z.boolean().nullish() }).nullish(),
  }),
);

/** Options of the kube-proxy in a node's k3s; undefined: none runs there, or the node's arguments do not show. */
export function ofK3sNode(node: Pick<Declared, "annotations">): KubeProxyOptions | undefined {
  const options = k3sKubeProxyOptions(k3sAnnotation(node));
  if (options === undefined) return undefined;
  const gate = new RegExp(`(^|,)${LOOPBACK_GATE}=true(,|$)`, "i");
  return {
    mode: options.get("proxy-mode") ?? K3S_MODE,
    addresses: listOf(options.get("nodeport-addresses")),
    gate: gate.test(options.get("feature-gates") ?? ""),
    iptablesLocalhost: options.get("iptables-localhost-nodeports") !== "false",
  };
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

/** Options in the ConfigMap of kubeadm or of EKS' add-on; undefined: another one, or not kube-proxy's configuration. */
export function ofConfigMap({ namespace, name, data }: ConfigMap): KubeProxyOptions | undefined {
  const key = CONFIGURATION_KEYS[name];
  const text = key === undefined || namespace !== "kube-system" ? undefined : data[key];
  const read = configuration.safeParse(parsed(text));
  if (!read.success) return undefined;
  const { mode, nodePortAddresses, featureGates, iptables } = read.data;
  return {
    mode: mode ?? "",
    addresses: nodePortAddresses ?? [],
    gate: featureGates?.[LOOPBACK_GATE] ?? false,
    iptablesLocalhost: iptables?.localhostNodePorts ?? true,
  };
}

function parsed(text: string | undefined): unknown {
  try {
    return parse(text ?? "");
  } catch {
    return undefined;
  }
}

function listOf(text: string | undefined): readonly string[] {
  return (text ?? "").split(",").filter((part) => part !== "");
}
