import {
  isDiagnosed,
  kubeProxyModes,
  loopbackNodePorts,
} from "../../../cli/doctor/platform/kube-proxy";
import { isObject, type JsonObject } from "../../../inventory/json";
import { runRules } from "../../../rules";
import { changedSpec } from "../../support/changed-spec";
import { examinationOf, recorded } from "../../support/doctor";
import { specOf } from "../../support/synth";

const nodes = recorded("kube-proxy-nftables");
const changed = (from: RegExp, to: string): readonly JsonObject[] => {
  const objects: unknown = JSON.parse(JSON.stringify(nodes).replaceAll(from, to));
  return Array.isArray(objects) ? objects.filter(isObject) : [];
};
const naming = (mode: string) => changedSpec(specOf("staging"), { "cluster.kubeProxy": { mode } });

describe("nodes without NodePorts on loopback", () => {
  test("are one finding, with the arguments that make it so and both ways out", () => {
    const [finding, ...more] = loopbackNodePorts(examinationOf(nodes));
    expect(more).toEqual([]);
    expect(finding).toMatchObject({
      id: "node-port-not-on-loopback",
      cause: expect.stringMatching(/^control runs kube-proxy in nftables mode, and so do 1 more/),
      evidence: [expect.stringContaining("proxy-mode=nftables"), expect.anything()],
      fix: expect.stringMatching(/proxy-mode=iptables.+nodeport-addresses=localhost/),
    });
  });

  test("have the way that the environment's Kubernetes has", () => {
    const [finding] = loopbackNodePorts(examinationOf(nodes, specOf("staging")));
    expect(finding?.fix).toContain("nftables serves them from Kubernetes 1.37 on");
    expect(finding?.fix).toContain('then write cluster.kubeProxy: { mode: "iptables" }');
  });

  test("are none in iptables mode, or where no image is pulled from loopback", () => {
    expect(loopbackNodePorts(examinationOf(changed(/nftables/g, "iptables")))).toEqual([]);
    const elsewhere = changed(/127\.0\.0\.1:30500/g, "ghcr.io");
    expect(loopbackNodePorts(examinationOf(elsewhere))).toEqual([]);
  });

  test("are not said a second time by the rule of the same", () => {
    const examination = examinationOf(nodes);
    const findings = runRules(examination.inventory, undefined)
      .flatMap((result) => result.findings)
      .filter(({ object }) => object.startsWith("Node "));
    const diagnoses = loopbackNodePorts(examination);
    expect(findings.filter((finding) => !isDiagnosed(finding, diagnoses))).toEqual([]);
    expect(findings.filter((finding) => !isDiagnosed(finding, []))).toEqual(findings);
  });
});

describe("another mode than the data names", () => {
  test("is one finding of the nodes that have it", () => {
    const [finding, ...more] = kubeProxyModes(examinationOf(nodes, naming("iptables")));
    expect(more).toEqual([]);
    expect(finding).toMatchObject({
      id: "kube-proxy-differs",
      severity: "warning",
      object: "Node control",
      cause: expect.stringMatching(/nftables mode, and so do 1 more nodes.+names iptables/),
    });
  });

  test("is none where both say the same, or the data says nothing", () => {
    expect(kubeProxyModes(examinationOf(nodes, naming("nftables")))).toEqual([]);
    expect(kubeProxyModes(examinationOf(nodes, specOf("staging")))).toEqual([]);
    expect(kubeProxyModes(examinationOf(nodes))).toEqual([]);
  });
});
