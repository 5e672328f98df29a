import {
  type KubeProxyOptions,
  LOOPBACK_GATE,
  offLoopback,
  waysToLoopback,
} from "../../../../rules/shared/kube-proxy/loopback";

const options = (mode: string, addresses = "", rest: Partial<KubeProxyOptions> = {}) => ({
  ...{ mode, addresses: addresses.split(",").filter((each) => each !== "") },
  ...{ gate: false, iptablesLocalhost: true, ...rest },
});
const gate = { gate: true };

// As seen with kube-proxy 1.37.2 in a network namespace, GET http://127.0.0.1:30500/ on the node.
test.each([
  options(""),
  options("iptables"),
  options("iptables", "127.0.0.0/8"),
  options("iptables", "localhost"),
  options("iptables", "all"),
  options("iptables", "0.0.0.0/0"),
  options("iptables", "126.0.0.0/7"),
  options("iptables", "primary,localhost"),
  options("nftables", "localhost", gate),
  options("nftables", "127.0.0.0/8", gate),
  options("nftables", "127.0.0.1/32", gate),
  options("nftables", "primary,localhost", gate),
  options("nftables", "10.99.0.0/24,localhost", gate),
  // No kube-proxy: Cilium serves them, as its documentation says.
  options("cilium"),
])("NodePorts answer on 127.0.0.1 with %j", (given) => {
  expect(offLoopback(given)).toBeUndefined();
});

test.each([
  [options("nftables"), "in nftables mode"],
  [options("nftables", "primary,localhost"), "in nftables mode"],
  [options("nftables", "", gate), "no range of loopback"],
  [options("nftables", "primary", gate), "no range of loopback"],
  [options("nftables", "all", gate), "no range of loopback"],
  [options("nftables", "0.0.0.0/0", gate), "no range of loopback"],
  [options("nftables", "126.0.0.0/7", gate), "no range of loopback"],
  [options("iptables", "primary"), "nodeport-addresses=primary"],
  [options("iptables", "10.99.0.0/24"), "nodeport-addresses=10.99.0.0/24"],
  [options("iptables", "", { iptablesLocalhost: false }), "iptables-localhost-nodeports=false"],
  // Not seen, as the kernel had no IPVS: its documentation's word.
  [options("ipvs"), "in IPVS mode"],
])("NodePorts do not answer on 127.0.0.1 with %j", (given, reason) => {
  expect(offLoopback(given)).toContain(reason);
});

test("the gate is a way from Kubernetes 1.37 on, and both ways are named where the version is not known", () => {
  expect(waysToLoopback("k3s", 36)).not.toContain(LOOPBACK_GATE);
  expect(waysToLoopback("k3s", 37)).toContain(`"feature-gates=${LOOPBACK_GATE}=true"`);
  expect(waysToLoopback("eks", undefined)).toMatch(/"mode":"iptables".+ 1\.37 or newer instead/);
});
