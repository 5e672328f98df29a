import { describeRefusal } from "../../../environments/nodes/describe-refusal";
import { GIB, MIB } from "../../../environments/nodes/node-resources";
import type { Refusal } from "../../../environments/nodes/placement";

test.each<[Refusal, string]>([
  [
    { kind: "node-selector", key: "disk", wanted: "hdd", found: "ssd" },
    'node selector disk=hdd: the node has "ssd"',
  ],
  [
    { kind: "node-selector", key: "disk", wanted: "hdd", found: undefined },
    "node selector disk=hdd: the node has no such label",
  ],
  [
    {
      kind: "node-affinity",
      terms: [
        [
          { key: "disk", operator: "In", values: ["hdd", "nvme"], found: "ssd" },
          { key: "zone", operator: "Exists", found: undefined },
        ],
        [],
      ],
    },
    'node affinity: disk In hdd nvme (the node has "ssd") and zone Exists (the node has no such label); or an empty term matches no node',
  ],
  [{ kind: "node-affinity", terms: [] }, "node affinity: has no term"],
  [
    { kind: "taint", taint: { key: "gpu", value: "nvidia", effect: "NoSchedule" } },
    "taint gpu=nvidia:NoSchedule is not tolerated",
  ],
  [
    { kind: "taint", taint: { key: "lost", value: "", effect: "NoExecute" } },
    "taint lost:NoExecute is not tolerated",
  ],
  [
    { kind: "resource", resource: "cpu", requested: 2000, available: 1930 },
    "cpu: requested 2000m, available 1930m",
  ],
  [
    { kind: "resource", resource: "memory", requested: GIB + 1, available: GIB - MIB / 2 },
    "memory: requested 1025Mi, available 1023Mi",
  ],
  [
    { kind: "resource", resource: "nvidia.com/gpu", requested: 2, available: 1 },
    "nvidia.com/gpu: requested 2, available 1",
  ],
])("%#: %j reads %p", (refusal, words) => {
  expect(describeRefusal(refusal)).toBe(words);
});
