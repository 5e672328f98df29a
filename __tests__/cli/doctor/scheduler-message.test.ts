import { schedulerMeaning, schedulerReasons } from "../../../cli/doctor/pending/scheduler-message";

test("each reason of the scheduler is read with its number of nodes, without what preemption would do", () => {
  expect(
    schedulerReasons(
      "0/6 nodes are available: 1 Insufficient cpu, 2 node(s) didn't match Pod's node affinity/selector, 3 node(s) had untolerated taint {gpu: amd-rocm}. preemption: 0/6 nodes are available: 6 Preemption is not helpful for scheduling.",
    ),
  ).toEqual([
    { nodes: 1, reason: "Insufficient cpu" },
    { nodes: 2, reason: "node(s) didn't match Pod's node affinity/selector" },
    { nodes: 3, reason: "node(s) had untolerated taint {gpu: amd-rocm}" },
  ]);
  expect(
    schedulerReasons(
      "0/1 nodes are available: 1 node(s) didn't satisfy existing pods anti-affinity rules. no new claims to deallocate, preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod.",
    ),
  ).toEqual([{ nodes: 1, reason: "node(s) didn't satisfy existing pods anti-affinity rules" }]);
});

test("a reason about the pod itself is that of all nodes, and without a message there is none", () => {
  expect(schedulerReasons('0/2 nodes are available: persistentvolumeclaim "a" not found.')).toEqual(
    [{ nodes: 2, reason: 'persistentvolumeclaim "a" not found' }],
  );
  expect(schedulerReasons("")).toEqual([]);
});

test.each([
  ["node(s) didn't match pod topology spread constraints", /about other pods/],
  ["node(s) exceed max volume count", /as many volumes/],
  [
    "node(s) unavailable due to PersistentVolumeClaim with ReadWriteOncePod access mode already in-use by another pod",
    /ReadWriteOncePod/,
  ],
  ["node(s) had no available volume zone", /another zone/],
  ["node(s) did not have enough free storage", /no storage is left/],
  // From Kubernetes 1.36 on.
  ["node(s) didn't match Pod's required features", /a feature that it needs/],
])("%s is explained", (reason, means) => {
  expect(schedulerMeaning(`0/1 nodes are available: 1 ${reason}.`)?.means).toMatch(means);
});

test("what is worked out from the objects is left to them", () => {
  expect(schedulerMeaning("0/1 nodes are available: 1 Insufficient cpu.")).toBeUndefined();
});
