import type { NodeSelectorTerm } from "../../../environments/nodes/node-affinity";
import { GIB } from "../../../environments/nodes/node-resources";
import {
  refusals,
  type NodeShape,
  type NodeTaint,
  type PodNeeds,
  type PodToleration,
} from "../../../environments/nodes/placement";

const NODE: NodeShape = {
  name: "node-1",
  architecture: "arm64",
  labels: { disk: "ssd", generation: "7" },
  taints: [],
  allocatable: { cpu: 1930, memory: 6 * GIB, pods: 29, "nvidia.com/gpu": 1 },
};
const POD: PodNeeds = { requests: { cpu: 500, memory: GIB } };

const kinds = (pod: Partial<PodNeeds>, node: Partial<NodeShape> = {}) =>
  refusals({ ...NODE, ...node }, { ...POD, ...pod }).map(({ kind }) => kind);

test("a pod that asks for nothing special is accepted", () => {
  expect(refusals(NODE, POD)).toEqual([]);
});

describe("node selector", () => {
  test("every label must be there with its value, and each that is not is a reason", () => {
    expect(refusals(NODE, { ...POD, nodeSelector: { disk: "hdd", zone: "a" } })).toEqual([
      { kind: "node-selector", key: "disk", wanted: "hdd", found: "ssd" },
      { kind: "node-selector", key: "zone", wanted: "a", found: undefined },
    ]);
  });

  test.each([
    ["kubernetes.io/arch", "arm64"],
    ["kubernetes.io/os", "linux"],
    ["kubernetes.io/hostname", "node-1"],
  ])("kubelet's label %s is known without being declared", (key, value) => {
    expect(kinds({ nodeSelector: { [key]: value } })).toEqual([]);
    expect(kinds({ nodeSelector: { [key]: "other" } })).toEqual(["node-selector"]);
  });

  test("a label that the node reports wins over the one assumed", () => {
    const labels = { "kubernetes.io/hostname": "ip-10-0-0-1" };
    expect(kinds({ nodeSelector: labels }, { labels })).toEqual([]);
  });
});

describe("required node affinity", () => {
  const expression = (key: string, operator: string, ...values: string[]): NodeSelectorTerm => ({
    matchExpressions: [{ key, operator, values }],
  });

  test.each<[string, NodeSelectorTerm, boolean]>([
    ["In, with the node's value", expression("disk", "In", "hdd", "ssd"), true],
    ["In, without the node's value", expression("disk", "In", "hdd"), false],
    ["In, about a label that is missing", expression("zone", "In", "a"), false],
    ["NotIn, with the node's value", expression("disk", "NotIn", "ssd"), false],
    ["NotIn, without the node's value", expression("disk", "NotIn", "hdd"), true],
    ["NotIn, about a label that is missing", expression("zone", "NotIn", "a"), true],
    ["Exists, about a label that is there", expression("disk", "Exists"), true],
    ["Exists, about a label that is missing", expression("zone", "Exists"), false],
    ["DoesNotExist, about a label that is there", expression("disk", "DoesNotExist"), false],
    ["DoesNotExist, about a label that is missing", expression("zone", "DoesNotExist"), true],
    ["Gt, below the node's value", expression("generation", "Gt", "6"), true],
    ["Gt, equal to the node's value", expression("generation", "Gt", "7"), false],
    ["Gt, compared as numbers and not as text", expression("generation", "Gt", "10"), false],
    ["Lt, above the node's value", expression("generation", "Lt", "10"), true],
    ["Lt, equal to the node's value", expression("generation", "Lt", "7"), false],
    ["Gt, about a label that is no number", expression("disk", "Gt", "1"), false],
    ["Gt, about a label that is missing", expression("zone", "Gt", "1"), false],
    ["Lt, with two limits", expression("generation", "Lt", "8", "9"), false],
    ["an operator that does not exist", expression("disk", "Is", "ssd"), false],
    [
      "the name of the node as a field",
      { matchFields: [{ key: "metadata.name", operator: "In", values: ["node-1"] }] },
      true,
    ],
    [
      "a label's key as a field",
      { matchFields: [{ key: "disk", operator: "In", values: ["ssd"] }] },
      false,
    ],
    ["an empty term", {}, false],
    ["a term of empty lists", { matchExpressions: [], matchFields: [] }, false],
  ])("%s", (_what, term, accepted) => {
    expect(kinds({ nodeAffinity: [term] })).toEqual(accepted ? [] : ["node-affinity"]);
  });

  const ssd = expression("disk", "In", "ssd").matchExpressions ?? [];
  const zone = expression("zone", "Exists").matchExpressions ?? [];

  test("all requirements of a term must be met", () => {
    expect(kinds({ nodeAffinity: [{ matchExpressions: [...ssd, ...zone] }] })).toEqual([
      "node-affinity",
    ]);
  });

  test("expressions and fields of one term must be met together", () => {
    const matchFields = [{ key: "metadata.name", operator: "In", values: ["other"] }];
    expect(kinds({ nodeAffinity: [{ matchExpressions: ssd, matchFields }] })).toEqual([
      "node-affinity",
    ]);
  });

  test("one matching term is enough, beside an empty one and one that does not match", () => {
    const terms = [{}, { matchExpressions: zone }, { matchExpressions: ssd }];
    expect(kinds({ nodeAffinity: terms })).toEqual([]);
  });

  test("no term at all matches no node", () => {
    expect(kinds({ nodeAffinity: [] })).toEqual(["node-affinity"]);
  });

  test("node selector and affinity must both hold", () => {
    expect(
      kinds({ nodeSelector: { disk: "hdd" }, nodeAffinity: [{ matchExpressions: ssd }] }),
    ).toEqual(["node-selector"]);
  });

  test("what is unmet is told term by term, with what the node has", () => {
    const terms = [{ matchExpressions: [...ssd, ...zone] }, {}];
    expect(refusals(NODE, { ...POD, nodeAffinity: terms })).toEqual([
      {
        kind: "node-affinity",
        terms: [[{ key: "zone", operator: "Exists", values: [], found: undefined }], []],
      },
    ]);
  });
});

describe("taints and tolerations", () => {
  const taint = { key: "gpu", value: "nvidia", effect: "NoSchedule" };

  test.each<[string, PodToleration, boolean]>([
    ["Equal, key, value and effect alike", { ...taint, operator: "Equal" }, true],
    ["without operator, as Equal", taint, true],
    ["Equal, another value", { ...taint, value: "amd-rocm" }, false],
    ["Equal, no value", { key: "gpu", effect: "NoSchedule" }, false],
    ["another key", { ...taint, key: "cpu" }, false],
    ["another effect", { ...taint, effect: "NoExecute" }, false],
    ["without effect, for every effect", { key: "gpu", value: "nvidia" }, true],
    ["Exists, whatever the value", { key: "gpu", operator: "Exists" }, true],
    ["Exists, another key", { key: "cpu", operator: "Exists" }, false],
    ["Exists without key, for everything", { operator: "Exists" }, true],
    ["Exists with an empty key, for everything", { key: "", operator: "Exists" }, true],
    [
      "Exists without key, for one other effect",
      { operator: "Exists", effect: "NoExecute" },
      false,
    ],
    ["an operator that does not exist", { ...taint, operator: "Is" }, false],
  ])("%s", (_what, toleration, accepted) => {
    expect(kinds({ tolerations: [toleration] }, { taints: [taint] })).toEqual(
      accepted ? [] : ["taint"],
    );
  });

  test.each([
    ["NoSchedule", true],
    ["NoExecute", true],
    ["PreferNoSchedule", false],
  ])("%s keeps a pod away: %p", (effect, keeps) => {
    expect(kinds({}, { taints: [{ ...taint, effect }] })).toEqual(keeps ? ["taint"] : []);
  });

  test("each taint needs a toleration, and each without one is a reason", () => {
    const cordoned: NodeTaint = {
      key: "node.kubernetes.io/unschedulable",
      value: "",
      effect: "NoSchedule",
    };
    const lost: NodeTaint = { key: "lost", value: "", effect: "NoExecute" };
    const node = { ...NODE, taints: [taint, cordoned, lost] };
    expect(refusals(node, { ...POD, tolerations: [taint] })).toEqual([
      { kind: "taint", taint: cordoned },
      { kind: "taint", taint: lost },
    ]);
  });
});

describe("resources", () => {
  test("a request as large as what is there is accepted", () => {
    expect(kinds({ requests: { cpu: 1930, memory: 6 * GIB, "nvidia.com/gpu": 1 } })).toEqual([]);
  });

  test("each resource that is short is a reason, with both amounts", () => {
    const requests = { cpu: 1931, memory: 8 * GIB, "nvidia.com/gpu": 1, "amd.com/gpu": 1 };
    expect(refusals(NODE, { requests })).toEqual([
      { kind: "resource", resource: "cpu", requested: 1931, available: 1930 },
      { kind: "resource", resource: "memory", requested: 8 * GIB, available: 6 * GIB },
      { kind: "resource", resource: "amd.com/gpu", requested: 1, available: 0 },
    ]);
  });

  test("a request of zero asks for nothing, even of a node that is overfull", () => {
    const allocatable = { cpu: -100, memory: GIB, pods: 1 };
    expect(kinds({ requests: { cpu: 0, "amd.com/gpu": 0 } }, { allocatable })).toEqual([]);
  });

  test("the pod itself needs one of the node's pods", () => {
    const allocatable = { ...NODE.allocatable, pods: 0 };
    expect(refusals({ ...NODE, allocatable }, POD)).toEqual([
      { kind: "resource", resource: "pods", requested: 1, available: 0 },
    ]);
  });
});

test("all reasons of all kinds come at once", () => {
  expect(
    kinds(
      {
        nodeSelector: { disk: "hdd" },
        nodeAffinity: [{}],
        requests: { cpu: 5000 },
      },
      { taints: [{ key: "gpu", value: "nvidia", effect: "NoSchedule" }] },
    ),
  ).toEqual(["node-selector", "node-affinity", "taint", "resource"]);
});
