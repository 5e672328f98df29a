import {
  k3sKubeProxyOptions,
  loopbackNodePorts,
  notOnLoopback,
} from "../../../cli/doctor/platform/kube-proxy";
import { isObject, type JsonObject } from "../../../inventory/json";
import { examinationOf, recorded } from "../../support/doctor";

const GATE = "feature-gates=KubeProxyNFTablesLocalhostNodePorts=true";
const optionsOf = (...options: readonly string[]) =>
  k3sKubeProxyOptions(
    JSON.stringify(["server", ...options.flatMap((option) => ["--kube-proxy-arg", option])]),
  ) ?? new Map<string, string>();

// As seen with kube-proxy 1.37.2 in a network namespace.
test.each([
  ["nothing said", []],
  ["iptables", ["proxy-mode=iptables"]],
  ["loopback alone", ["nodeport-addresses=127.0.0.0/8"]],
  [
    "nftables with the gate and localhost",
    ["proxy-mode=nftables", GATE, "nodeport-addresses=primary,localhost"],
  ],
])("NodePorts are on 127.0.0.1 with %s", (_, options) => {
  expect(notOnLoopback(optionsOf(...options))).toBeUndefined();
});

test.each([
  [["proxy-mode=nftables"], "in nftables mode"],
  [["proxy-mode=nftables", GATE], "nodeport-addresses does not name localhost"],
  [["proxy-mode=nftables", "nodeport-addresses=primary,localhost"], "in nftables mode"],
  [["proxy-mode=ipvs"], "in IPVS mode"],
  [["iptables-localhost-nodeports=false"], "iptables-localhost-nodeports=false"],
  [["nodeport-addresses=192.168.0.0/24"], "nodeport-addresses=192.168.0.0/24"],
])("NodePorts are not on 127.0.0.1 with %j", (options, reason) => {
  expect(notOnLoopback(optionsOf(...options))).toContain(reason);
});

test("arguments are read in both ways that a flag is written, and not without a kube-proxy", () => {
  expect(k3sKubeProxyOptions('["agent","--kube-proxy-arg=proxy-mode=nftables"]')).toEqual(
    new Map([["proxy-mode", "nftables"]]),
  );
  const off = ["server", "--disable-kube-proxy", "true", "--kube-proxy-arg", "proxy-mode=nftables"];
  expect(k3sKubeProxyOptions(JSON.stringify(off))).toBeUndefined();
  expect(k3sKubeProxyOptions(undefined)).toBeUndefined();
  expect(k3sKubeProxyOptions("[")).toBeUndefined();
});

describe("nodes without NodePorts on loopback", () => {
  const nodes = recorded("kube-proxy-nftables");
  const changed = (from: RegExp, to: string): readonly JsonObject[] => {
    const objects: unknown = JSON.parse(JSON.stringify(nodes).replaceAll(from, to));
    return Array.isArray(objects) ? objects.filter(isObject) : [];
  };

  test("are one finding, with the arguments that make it so and both ways out", () => {
    const [finding, ...more] = loopbackNodePorts(examinationOf(nodes));
    expect(more).toEqual([]);
    expect(finding).toMatchObject({
      id: "node-port-not-on-loopback",
      cause: expect.stringMatching(/^control runs kube-proxy in nftables mode, and so do 1 more/),
      fix: expect.stringContaining("nodeport-addresses=primary,localhost"),
    });
  });

  test("are none in iptables mode, or where no image is pulled from loopback", () => {
    expect(loopbackNodePorts(examinationOf(changed(/nftables/g, "iptables")))).toEqual([]);
    const elsewhere = changed(/127\.0\.0\.1:30500/g, "ghcr.io");
    expect(loopbackNodePorts(examinationOf(elsewhere))).toEqual([]);
  });
});
