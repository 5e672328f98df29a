import { imageSource } from "../../../rules/image-source";
import { findingsOf } from "../../../rules/engine/rule";
import { buildInventory } from "../../../inventory/build";
import { changedSpec } from "../../support/changed-spec";
import { specOf } from "../../support/synth";
import { findingsIn } from "../fixture";
import { foundInCluster, foundInYaml } from "../foreign";

const about = (environment: string, changes: Readonly<Record<string, unknown>>) =>
  findingsOf(imageSource, buildInventory([]), changedSpec(specOf(environment), changes));

describe("pulls from 127.0.0.1:NodePort", () => {
  test("fail in nftables mode, with the way that this version has", () => {
    expect(findingsIn("invalid", "image-source-kube-proxy-nftables")).toEqual([
      {
        rule: "image-source",
        severity: "error",
        object: "Setting cluster.kubeProxy",
        place: { kind: "file", file: "environments/staging.ts" },
        message:
          'names kube-proxy in nftables mode, which serves no NodePort on 127.0.0.1: pulls from 127.0.0.1:PORT end in "connection refused" on every node',
        fix: expect.stringMatching(
          /^kube-proxy-arg: \["proxy-mode=iptables"\].+, then write cluster\.kubeProxy: \{ mode: "iptables" \}; nftables serves them from Kubernetes 1\.37 on\..+ accept this finding$/,
        ),
      },
    ]);
  });

  test("fail with the gate alone, and the fix names the addresses", () => {
    const [finding] = findingsIn("invalid", "image-source-kube-proxy-gate-alone");
    expect(finding).toMatchObject({
      message: expect.stringContaining("no range of loopback with 127.0.0.1 in nodeport-addresses"),
      fix: expect.stringContaining('"nodeport-addresses=localhost"'),
    });
  });

  test.each([["primary"], ["10.0.0.0/8"]])(
    "fail in iptables mode without 127.0.0.1 among the addresses, and the fix is about those: %s",
    (address) => {
      const [finding] = about("staging", {
        "cluster.kubeProxy": { mode: "iptables", nodePortAddresses: [address] },
      });
      expect(finding?.fix).toMatch(/^take nodeport-addresses=\S+ away from kube-proxy-arg/);
      expect(finding?.fix).not.toContain("proxy-mode");
    },
  );

  test.each(["local", "staging"])(
    "are no finding in %s, whose kube-proxy names no mode",
    (name) => {
      expect(about(name, {})).toEqual([]);
    },
  );

  test("are a warning where no mode is named and the default is announced to change", () => {
    const version = (minor: string) => ({ "cluster.kubernetesVersion": minor });
    expect(about("local", version("1.39"))).toEqual([]);
    expect(about("local", version("1.40"))).toMatchObject([
      { severity: "warning", message: expect.stringContaining("announced to take nftables") },
    ]);
    const named = { ...version("1.40"), "cluster.kubeProxy": { mode: "iptables" } };
    expect(about("local", named)).toEqual([]);
    // k3s names iptables itself.
    expect(about("staging", version("1.40"))).toEqual([]);
  });

  test("work beside Cilium", () => {
    expect(about("staging", { "cluster.kubeProxy": { mode: "cilium" } })).toEqual([]);
  });
});

const registry = (port: number) => `
apiVersion: v1
kind: Service
metadata: { name: registry, namespace: registry }
spec: { type: NodePort, selector: { app: registry }, ports: [{ port: 5000, nodePort: ${port} }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: app }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: "127.0.0.1:30500/web:v1" }] }
`;
const proxy = (mode: string) => `
apiVersion: v1
kind: ConfigMap
metadata: { name: kube-proxy, namespace: kube-system }
data:
  config.conf: |
    apiVersion: kubeproxy.config.k8s.io/v1alpha1
    kind: KubeProxyConfiguration
    mode: ${mode}
`;
const node = (mode: string) => `
apiVersion: v1
kind: Node
metadata:
  name: one
  annotations: { k3s.io/node-args: '["agent","--kube-proxy-arg","proxy-mode=${mode}"]' }
`;
const REFUSED =
  'in nftables mode, which serves no NodePort on 127.0.0.1: pulls from 127.0.0.1:PORT end in "connection refused" there';

describe("what objects say of kube-proxy", () => {
  test("is judged in a folder whose images come from a NodePort of it", () => {
    expect(foundInYaml(imageSource, `${registry(30500)}---${proxy("nftables")}`)).toEqual([
      `error ConfigMap kube-system/kube-proxy: has kube-proxy ${REFUSED}`,
    ]);
    expect(foundInYaml(imageSource, `${registry(30500)}---${proxy("iptables")}`)).toEqual([]);
    expect(foundInYaml(imageSource, `${registry(30501)}---${proxy("nftables")}`)).toEqual([]);
  });

  test("is judged in a cluster of k3s", () => {
    expect(
      foundInCluster(imageSource, `${registry(30500)}---${node("nftables")}`, undefined),
    ).toEqual([`error Node one: has kube-proxy ${REFUSED}`]);
    expect(
      foundInCluster(imageSource, `${registry(30500)}---${node("iptables")}`, undefined),
    ).toEqual([]);
  });
});
