import { parse } from "yaml";
import { z } from "zod";
import { buildInventory } from "../../../../inventory/build";
import { findingsOf } from "../../../../rules/engine/rule";
import { imageSource } from "../../../../rules/image-source";
import { type KubeProxyOptions, LOOPBACK_GATE } from "../../../../rules/shared/kube-proxy/loopback";
import { type ProxiedCluster, waysToLoopback } from "../../../../rules/shared/kube-proxy/ways";
import { changedSpec } from "../../../support/changed-spec";
import { issuesWith } from "../../../support/issues-with";
import { specOf } from "../../../support/synth";

const options = (mode: string, addresses: readonly string[] = [], rest = {}): KubeProxyOptions => ({
  ...{ mode, addresses, gate: false, iptablesLocalhost: true },
  ...rest,
});
const cluster = (kind: ProxiedCluster["kind"], minor?: number, hasData = false) => ({
  ...{ kind, minor, hasData },
});
const written = z.record(z.string(), z.unknown());

test("the gate is a way from Kubernetes 1.37 on, and both ways are named where the version is not known", () => {
  expect(waysToLoopback(cluster("k3s", 36), options("nftables"))).not.toContain(LOOPBACK_GATE);
  expect(waysToLoopback(cluster("k3s", 37), options("nftables"))).toContain(
    `"feature-gates=${LOOPBACK_GATE}=true"`,
  );
  expect(waysToLoopback(cluster("eks"), options("nftables"))).toMatch(
    /"mode":"iptables".+ 1\.37 or newer instead/,
  );
});

test.each(["k3s", "eks", "kubeconfig"] as const)(
  "in iptables mode of %s the way is what stands beside the mode, never the mode again",
  (kind) => {
    for (const minor of [35, 37, undefined]) {
      const primary = waysToLoopback(cluster(kind, minor), options("iptables", ["primary"]));
      expect(primary).toMatch(/^take node[Pp]ort-?[Aa]ddresses=primary away/);
      expect(primary).not.toMatch(/proxy-mode|"mode"|iptables/);
      const range = waysToLoopback(cluster(kind, minor), options("iptables", ["10.0.0.0/8"]));
      expect(range).toMatch(/; or add 127\.0\.0\.0\/8 to node/);
      const off = options("iptables", [], { iptablesLocalhost: false });
      expect(waysToLoopback(cluster(kind, minor), off)).toMatch(
        /^take iptables\S+ocalhost\S+(: )?false away/,
      );
    }
  },
);

test("no way opens to the network what was on loopback alone", () => {
  const local = options("nftables", ["localhost"]);
  expect(waysToLoopback(cluster("k3s", 36), local)).toMatch(
    /^kube-proxy-arg: \["proxy-mode=iptables", "nodeport-addresses=127\.0\.0\.0\/8"\]/,
  );
});

test("what goes is named beside what is set", () => {
  const given = options("nftables", ["primary"], { gate: true, iptablesLocalhost: false });
  expect(waysToLoopback(cluster("k3s", 36), given)).toContain(
    `restart k3s, without nodeport-addresses and ${LOOPBACK_GATE} and iptables-localhost-nodeports=false`,
  );
});

const SETTINGS = [
  { mode: "iptables", nodePortAddresses: ["primary"] },
  { mode: "iptables", nodePortAddresses: ["10.0.0.0/8"] },
  { mode: "iptables", nodePortAddresses: ["127.0.0.2/32"] },
  { mode: "ipvs" },
  { mode: "ipvs", nodePortAddresses: ["127.0.0.0/8"] },
  { mode: "nftables" },
  { mode: "nftables", nodePortAddresses: ["primary"] },
  { mode: "nftables", nodePortAddresses: ["0.0.0.0/0"] },
];
const SINCE_37 = [
  { mode: "iptables", nodePortAddresses: ["primary", "10.0.0.0/8"] },
  { mode: "nftables", nodePortAddresses: ["primary", "localhost"] },
  { mode: "nftables", localhostNodePorts: true },
  { mode: "nftables", localhostNodePorts: true, nodePortAddresses: ["all"] },
  { mode: "nftables", localhostNodePorts: true, nodePortAddresses: ["127.0.0.2/32"] },
];

test.each([
  ...SETTINGS.flatMap((given) => ["1.35", "1.37"].map((version) => ({ version, given }))),
  ...SINCE_37.map((given) => ({ version: "1.37", given })),
])("each way out of %j names data without an error", ({ version, given }) => {
  const changes = (kubeProxy: unknown) => ({
    "cluster.kubernetesVersion": version,
    "cluster.kubeProxy": kubeProxy,
  });
  const found = (kubeProxy: unknown) =>
    findingsOf(imageSource, buildInventory([]), changedSpec(specOf("staging"), changes(kubeProxy)));
  expect(issuesWith("staging", changes(given))).toEqual([]);
  const [finding] = found(given);
  const ways = [...(finding?.fix ?? "").matchAll(/then write cluster\.kubeProxy: (\{[^}]+\})/g)];
  expect(ways).not.toHaveLength(0);
  for (const [, text = ""] of ways) {
    const kubeProxy = written.parse(parse(text));
    expect(issuesWith("staging", changes(kubeProxy))).toEqual([]);
    expect(found(kubeProxy)).toEqual([]);
  }
});
