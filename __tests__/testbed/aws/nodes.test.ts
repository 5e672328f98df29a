import { AwsNodes } from "../../../testbed/aws/nodes";

const ZONES = ["a", "b", "c"];
const busy = () => new AwsNodes({ jobSeconds: () => 1800, poolOf: (group) => group });
const zonesOf = (nodes: AwsNodes) =>
  nodes
    .of("workers")
    .map(({ zone }) => zone)
    .sort()
    .join("");

test("a group of several zones grows and shrinks evenly", () => {
  const nodes = busy();
  nodes.resize("workers", 6, ZONES, "scale-in");
  expect(zonesOf(nodes)).toBe("aabbcc");
  nodes.resize("workers", 3, ZONES, "scale-in");
  expect(zonesOf(nodes)).toBe("abc");
  expect(nodes.endings.filter(({ jobKilled }) => jobKilled)).toHaveLength(3);
});

test("idle nodes that are taken from two zones cost a job in the third, one group a zone costs none", () => {
  const one = busy();
  one.resize("workers", 6, ZONES, "scale-in");
  for (const zone of ["a", "a", "b", "b"]) one.takeIdle("workers", zone);
  one.rebalance("workers", ZONES);
  expect(one.endings.filter(({ cause }) => cause === "rebalance")).toEqual([
    { group: "workers", zone: "c", cause: "rebalance", jobKilled: true, poolLeft: 2 },
  ]);

  const each = busy();
  for (const zone of ZONES) each.resize(`workers-${zone}`, 2, [zone], "scale-in");
  for (const zone of ["a", "b"]) each.takeIdle(`workers-${zone}`, zone);
  for (const zone of ZONES) each.rebalance(`workers-${zone}`, [zone]);
  expect(each.endings.some(({ jobKilled }) => jobKilled)).toBe(false);
});

test("an update that is not forced fails at a long job, and replaces every node when the queue is empty", () => {
  const nodes = busy();
  nodes.resize("workers", 2, ["a"], "scale-in");
  expect(nodes.roll("workers", false)).toBe(false);
  expect(nodes.endings).toEqual([]);
  nodes.finishJobs();
  expect(nodes.roll("workers", false)).toBe(true);
  expect(nodes.endings.map(({ cause }) => cause)).toEqual(["update", "update"]);
  expect(nodes.of("workers")).toHaveLength(2);
});
