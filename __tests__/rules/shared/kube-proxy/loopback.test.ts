import { type KubeProxyOptions, offLoopback } from "../../../../rules/shared/kube-proxy/loopback";

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
  // lo has 127.0.0.1 alone, so that no address of the node is in these.
  [options("nftables", "127.0.0.2/32", gate), "no range of loopback with 127.0.0.1"],
  [options("nftables", "127.1.0.0/16,10.99.0.0/24", gate), "no range of loopback with 127.0.0.1"],
  [options("iptables", "127.0.0.2/32"), "nodeport-addresses=127.0.0.2/32"],
  [options("iptables", "primary"), "nodeport-addresses=primary"],
  [options("iptables", "10.99.0.0/24"), "nodeport-addresses=10.99.0.0/24"],
  [options("iptables", "", { iptablesLocalhost: false }), "iptables-localhost-nodeports=false"],
  // Not seen, as the kernel had no IPVS: its documentation's word.
  [options("ipvs"), "in IPVS mode"],
])("NodePorts do not answer on 127.0.0.1 with %j", (given, reason) => {
  expect(offLoopback(given)).toContain(reason);
});
