import type { NodePool } from "../../environments/schema";
import { validate } from "../../environments/validate";
import { expanderPriorities } from "../../environments/nodes/expander-priorities";
import { pool, withPools } from "../support/pools";
import { blocks, synthesize } from "../support/synth";

const id = "cr-0123456789abcdef0";
const arn = "arn:aws:resource-groups:eu-central-1:111122223333:group/gpus";

/** A pool in one zone, whose capacity was bought beforehand. */
const block = pool("gpu", {
  name: "block",
  instanceTypes: ["p5.48xlarge"],
  min: 0,
  desired: 0,
  max: 2,
  zones: { groups: "one", names: ["eu-central-1b"] },
  capacityType: { kind: "capacity-block", id },
});

/** What is wrong with the pool, but that no workload here can use GPUs without an encoder. */
function issuesOf(change: Partial<NodePool>) {
  const spec = withPools([{ ...block, ...change }]);
  const result = validate(spec.name, spec);
  return (result.ok ? [] : result.issues)
    .map(({ path, message }) => `${path.replace(/^cluster\.pools\[\d+\]\./, "")}: ${message}`)
    .filter((issue) => !issue.startsWith("roles: no workload"));
}

function groupAndTemplate(each: NodePool, pools: readonly NodePool[] = [each]) {
  const json = synthesize(withPools(pools))["node-pools"];
  const named = (key: string) => (one: Readonly<Record<string, unknown>>) =>
    String(one[key]).includes(each.name);
  return {
    group: blocks(json, "aws_eks_node_group").find(named("node_group_name_prefix")),
    template: blocks(json, "aws_launch_template").find(named("name_prefix")),
  };
}

test("a Capacity Block is bought by its id, with its type in the launch template alone", () => {
  expect(issuesOf({})).toEqual([]);
  const { group, template } = groupAndTemplate(block);
  expect(group).toMatchObject({ capacity_type: "CAPACITY_BLOCK" });
  expect(group).not.toHaveProperty("instance_types");
  expect(template).toMatchObject({
    instance_type: "p5.48xlarge",
    instance_market_options: { market_type: "capacity-block" },
    capacity_reservation_specification: {
      capacity_reservation_target: { capacity_reservation_id: id },
    },
  });
});

test.each([
  [{ kind: "reservation", id } as const, { capacity_reservation_id: id }],
  [{ kind: "reservation-group", arn } as const, { capacity_reservation_resource_group_arn: arn }],
])("nodes start in %j, On-Demand by price", (capacityType, target) => {
  const { group, template } = groupAndTemplate({ ...block, capacityType });
  expect(group).toMatchObject({ capacity_type: "ON_DEMAND", instance_types: ["p5.48xlarge"] });
  expect(template).toMatchObject({
    capacity_reservation_specification: { capacity_reservation_target: target },
  });
  expect(template).not.toHaveProperty("instance_market_options");
});

test("pools without a reservation say nothing of one", () => {
  expect(JSON.stringify(groupAndTemplate(pool("web"), []).template)).not.toContain("reservation");
});

test.each<[string, Partial<NodePool>, string]>([
  ["two types", { instanceTypes: ["p5.48xlarge", "p5.48xlarge"] }, "instanceTypes: are 2"],
  ["no zone", { zones: undefined }, "zones: is not the one zone"],
  [
    "two zones",
    { zones: { groups: "one", names: ["eu-central-1a", "eu-central-1b"] } },
    "zones: is not the one zone",
  ],
  ["a minimum", { min: 1, desired: 1 }, "min: is 1"],
  [
    "a type that is not sold so",
    { instanceTypes: ["g6.4xlarge"] },
    "instanceTypes[0]: is not sold",
  ],
])("a Capacity Block with %s is refused", (_what, change, message) => {
  expect(issuesOf(change)).toContainEqual(expect.stringContaining(message));
});

test("a reservation may have nodes all the time, a group of them several types and zones", () => {
  const reservation = { kind: "reservation", id } as const;
  expect(issuesOf({ capacityType: reservation, min: 1, desired: 1 })).toEqual([]);
  const zones = undefined;
  expect(issuesOf({ capacityType: { kind: "reservation-group", arn }, zones })).toEqual([]);
  expect(issuesOf({ capacityType: reservation, zones })).toHaveLength(1);
});

test("an id that is none is refused at its place", () => {
  const [issue] = issuesOf({ capacityType: { kind: "capacity-block", id: "p5" } });
  expect(issue).toMatch(/^capacityType\.id: must be the id of a reservation/);
});

test("what is paid for already goes before everything else", () => {
  const spec = withPools([block]);
  if (spec.cluster.kind !== "eks") throw new Error("production is not EKS");
  const priorities = Object.entries(expanderPriorities(spec, spec.cluster));
  const [highest] = priorities.sort(([left], [right]) => Number(right) - Number(left));
  expect(highest?.[1]).toEqual([expect.stringContaining("eks-block-")]);
});
