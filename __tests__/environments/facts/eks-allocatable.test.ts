import { eksNode } from "../../../environments/facts/eks-allocatable";
import { INSTANCE_TYPES } from "../../../environments/facts/instance-types";
import { GIB, MIB } from "../../../environments/nodes/node-resources";

function node(name: string, diskGiB = 20) {
  const type = INSTANCE_TYPES[name];
  if (type === undefined) throw new Error(`no instance type ${name}`);
  return eksNode(type, diskGiB);
}

// Another implementation of the same formulas publishes its results for Amazon Linux 2023:
// https://karpenter.sh/docs/reference/instance-types/
test.each([
  ["m7i.large", 1930, 6903],
  ["m6i.xlarge", 3920, 14162],
  ["c7i.4xlarge", 15890, 27381],
  ["c7g.4xlarge", 15890, 27322],
  ["g6.4xlarge", 15890, 57691],
  ["p4d.24xlarge", 95690, 1082712],
  ["p5.48xlarge", 191450, 1938410],
  ["g7e.2xlarge", 7910, 57471],
  ["g7e.4xlarge", 15890, 115320],
  ["g7.2xlarge", 7910, 27161],
  ["p6-b300.48xlarge", 191450, 3877198],
])("%s leaves %i millicores and %i MiB to pods, as Karpenter computes it", (name, cpu, memory) => {
  expect(node(name).allocatable).toMatchObject({ cpu, memory: memory * MIB });
});

test.each([
  ["m7i.large", 29, "its interfaces' addresses"],
  ["p5.48xlarge", 100, "its interfaces' addresses, the default network card's alone"],
  ["c7i.4xlarge", 110, "the cap of node groups up to 30 vCPUs"],
  ["c7i.8xlarge", 234, "its interfaces' addresses, under the cap above 30 vCPUs"],
  ["p4d.24xlarge", 250, "the cap of node groups above 30 vCPUs"],
])("%s takes %i pods: %s", (name, pods) => {
  const { capacity, allocatable } = node(name);
  expect(capacity.pods).toBe(pods);
  expect(allocatable.pods).toBe(pods);
});

test("of the disk, eviction keeps a tenth and kubelet 1 GiB", () => {
  const { capacity, allocatable } = node("m7i.large", 50);
  expect(capacity["ephemeral-storage"]).toBe(50 * GIB);
  expect(allocatable["ephemeral-storage"]).toBe(44 * GIB);
});
