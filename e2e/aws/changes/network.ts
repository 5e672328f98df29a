import assert from "node:assert/strict";
import { tagSubnet, untagSubnet } from "../../../testbed/aws/seed";
import { type AwsChange, planned } from "../change";
import type { World } from "../world";

const FOREIGN = "10.64.50.0/24";

/** Changes of the VPC, which is not ours. */
export const NETWORK: readonly AwsChange[] = [
  {
    name: "subnet-added",
    title: "one more private subnet comes into the VPC, in zone b",
    stack: "node-pools",
    before: async ({ standIn, cluster }) => {
      await standIn.addSubnet({
        zone: `${cluster.region}b`,
        cidr: FOREIGN,
        tags: cluster.privateSubnetTags,
      });
    },
    planOnly: true,
    check: (seen) => {
      assert.deepEqual(planned(seen, "aws_eks_node_group", "replace"), []);
      return "nothing: groups keep the subnets that they have";
    },
  },
  {
    name: "subnet-added-storage",
    title: "the same, seen by storage",
    stack: "storage",
    planOnly: true,
    check: ({ plan }) => {
      assert.deepEqual(plan.changes, []);
      return "nothing: a zone keeps its mount target";
    },
  },
  {
    name: "zone-tag-lost-storage",
    title: "the private subnet of zone a loses its tag",
    stack: "storage",
    before: (world) => setTags(world, ["a"], false),
    planOnly: true,
    check: ({ plan, refused }) => {
      assert.deepEqual(plan.changes, []);
      assert.match(refused ?? "", /eu-central-1a/);
      return "nothing: the plan says which zone lacks a subnet";
    },
  },
  {
    name: "zone-tag-lost",
    title: "the same, seen by the node pools",
    stack: "node-pools",
    planOnly: true,
    check: ({ plan, refused }) => {
      assert.deepEqual(plan.changes, []);
      assert.match(refused ?? "", /no subnet in eu-central-1a/);
      return "nothing: the plan says which zone lacks a subnet";
    },
    after: (world) => setTags(world, ["a"], true),
  },
  {
    name: "all-tags-lost-storage",
    title: "all private subnets lose their tags",
    stack: "storage",
    before: (world) => setTags(world, ["a", "b", "c"], false),
    planOnly: true,
    check: ({ plan, refused }) => {
      assert.deepEqual(plan.changes, []);
      assert.match(refused ?? "", /privateSubnetTags/);
      return "nothing: the plan is refused";
    },
    after: (world) => setTags(world, ["a", "b", "c"], true),
  },
];

async function setTags({ standIn, cluster }: World, zones: readonly string[], on: boolean) {
  for (const { id, zone } of standIn.subnets) {
    if (!zones.includes(zone.slice(-1))) continue;
    await (on ? tagSubnet : untagSubnet)(standIn.moto, id, cluster.privateSubnetTags);
  }
}
