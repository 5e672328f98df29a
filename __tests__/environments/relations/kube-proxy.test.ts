import { parse } from "yaml";
import { z } from "zod";
import { buildInventory } from "../../../inventory/build";
import { findingsOf } from "../../../rules/engine/rule";
import { imageSource } from "../../../rules/image-source";
import { changedSpec } from "../../support/changed-spec";
import { issuesWith } from "../../support/issues-with";
import { specOf } from "../../support/synth";

const issues = (version: string, kubeProxy: Readonly<Record<string, unknown>>) =>
  issuesWith("staging", {
    "cluster.kubernetesVersion": version,
    "cluster.kubeProxy": kubeProxy,
  }).map(({ path, message }) => `${path}: ${message}`);

test.each([
  ["1.35", { mode: "iptables" }],
  ["1.35", { mode: "iptables", nodePortAddresses: ["127.0.0.0/8"] }],
  ["1.35", { mode: "nftables", nodePortAddresses: ["primary"] }],
  ["1.37", { mode: "nftables", nodePortAddresses: ["primary", "localhost"] }],
  ["1.37", { mode: "nftables", nodePortAddresses: ["localhost"], localhostNodePorts: true }],
  ["1.37", { mode: "cilium" }],
])("kube-proxy of %s takes %j", (version, kubeProxy) => {
  expect(issues(version, kubeProxy)).toEqual([]);
});

test.each([
  ["1.36", { mode: "nftables", localhostNodePorts: true }, "does not know the feature gate"],
  ["1.36", { mode: "iptables", nodePortAddresses: ["localhost"] }, "takes ranges, or primary"],
  ["1.36", { mode: "iptables", nodePortAddresses: ["primary", "10.0.0.0/8"] }, "primary alone"],
  ["1.37", { mode: "iptables", localhostNodePorts: true }, "has no effect in mode iptables"],
  ["1.37", { mode: "cilium", nodePortAddresses: ["localhost"] }, "none runs beside Cilium"],
  ["1.37", { mode: "userspace" }, "mode"],
  ["1.37", { mode: "iptables", nodePortAddresses: ["lo"] }, "nodePortAddresses"],
])("kube-proxy of %s does not take %j", (version, kubeProxy, message) => {
  expect(issues(version, kubeProxy)).toEqual([expect.stringContaining(message)]);
});

test("before 1.37 nftables with gate and localhost has one way that is free of errors, and both errors name it", () => {
  const fixes = issuesWith("staging", {
    "cluster.kubernetesVersion": "1.35",
    "cluster.kubeProxy": {
      mode: "nftables",
      localhostNodePorts: true,
      nodePortAddresses: ["localhost"],
    },
  }).map(({ fix }) => fix);
  const way = /^run iptables mode, and write cluster\.kubeProxy: (\{[^}]+\}).+mirror/;
  expect(fixes).toEqual([expect.stringMatching(way), expect.stringMatching(way)]);
  const written = z
    .record(z.string(), z.unknown())
    .parse(parse(way.exec(fixes[0] ?? "")?.[1] ?? ""));
  expect(issues("1.35", written)).toEqual([]);
  const changes = { "cluster.kubeProxy": written };
  expect(
    findingsOf(imageSource, buildInventory([]), changedSpec(specOf("staging"), changes)),
  ).toEqual([]);
});
