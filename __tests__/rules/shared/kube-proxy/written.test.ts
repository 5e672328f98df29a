import type { ConfigMap } from "../../../../inventory/model";
import {
  k3sKubeProxyOptions,
  ofConfigMap,
  ofK3sNode,
} from "../../../../rules/shared/kube-proxy/written";

const GATE = "KubeProxyNFTablesLocalhostNodePorts";
const nodeWith = (...args: readonly string[]) => ({
  annotations: { "k3s.io/node-args": JSON.stringify(["server", ...args]) },
});
const map = (name: string, key: string, text: string, namespace = "kube-system"): ConfigMap => ({
  ...{ kind: "ConfigMap", namespace, name, data: { [key]: text } },
  place: { kind: "cluster", context: "c" },
});

test("k3s' arguments are read in both ways that a flag is written, and not without a kube-proxy", () => {
  expect(k3sKubeProxyOptions('["agent","--kube-proxy-arg=proxy-mode=nftables"]')).toEqual(
    new Map([["proxy-mode", "nftables"]]),
  );
  const off = ["server", "--disable-kube-proxy", "true", "--kube-proxy-arg", "proxy-mode=nftables"];
  expect(k3sKubeProxyOptions(JSON.stringify(off))).toBeUndefined();
  expect(k3sKubeProxyOptions(undefined)).toBeUndefined();
  expect(k3sKubeProxyOptions("[")).toBeUndefined();
});

test("k3s runs kube-proxy in iptables mode where its arguments name none", () => {
  expect(ofK3sNode(nodeWith("--disable", "servicelb"))).toMatchObject({ mode: "iptables" });
});

test("k3s' arguments have gate, addresses and iptables' own switch", () => {
  const args = [
    "proxy-mode=nftables",
    `feature-gates=A=true,${GATE}=true`,
    "nodeport-addresses=primary,localhost",
    "iptables-localhost-nodeports=false",
  ];
  expect(ofK3sNode(nodeWith(...args.flatMap((arg) => ["--kube-proxy-arg", arg])))).toEqual({
    mode: "nftables",
    addresses: ["primary", "localhost"],
    gate: true,
    iptablesLocalhost: false,
  });
});

test("the ConfigMap of kubeadm is read, and that of EKS' add-on", () => {
  const text = `
apiVersion: kubeproxy.config.k8s.io/v1alpha1
kind: KubeProxyConfiguration
mode: nftables
nodePortAddresses: [localhost]
featureGates: { ${GATE}: true }
iptables: { localhostNodePorts: null, masqueradeAll: false }
`;
  const options = {
    mode: "nftables",
    addresses: ["localhost"],
    gate: true,
    iptablesLocalhost: true,
  };
  expect(ofConfigMap(map("kube-proxy", "config.conf", text))).toEqual(options);
  expect(ofConfigMap(map("kube-proxy-config", "config", text))).toEqual(options);
});

test("kubeadm's own ConfigMap, which names no mode, has none", () => {
  const text = `kind: KubeProxyConfiguration\nmode: ""\nnodePortAddresses: null\nfeatureGates: null`;
  expect(ofConfigMap(map("kube-proxy", "config.conf", text))).toMatchObject({
    mode: "",
    addresses: [],
  });
});

test.each([
  map("kube-proxy", "config.conf", "kind: KubeProxyConfiguration\nmode: ipvs", "team"),
  map("proxy", "config.conf", "kind: KubeProxyConfiguration"),
  map("kube-proxy", "config.conf", "kind: Other\nmode: ipvs"),
  map("kube-proxy", "config.conf", "kind: [KubeProxyConfiguration"),
  map("kube-proxy", "other", "kind: KubeProxyConfiguration"),
])("no other ConfigMap, and none of another shape, is one of kube-proxy: %#", (other) => {
  expect(ofConfigMap(other)).toBeUndefined();
});
