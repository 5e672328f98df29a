import { k3sNode } from "../../../environments/facts/k3s-allocatable";
import { GIB } from "../../../environments/nodes/node-resources";

const SIZE = { vcpu: 4, memoryGiB: 7.5, diskGiB: 100 };

test("k3s keeps nothing but a twentieth of the disk", () => {
  const { capacity, allocatable } = k3sNode(SIZE);
  expect(capacity).toEqual({
    cpu: 4000,
    memory: 7.5 * GIB,
    "ephemeral-storage": 100 * GIB,
    pods: 110,
  });
  expect(allocatable).toEqual({ ...capacity, "ephemeral-storage": 95 * GIB });
});

test("a machine can be declared to take fewer pods", () => {
  expect(k3sNode({ ...SIZE, pods: 60 }).allocatable.pods).toBe(60);
});
