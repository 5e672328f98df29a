import assert from "node:assert/strict";
import { AwsError } from "../../../testbed/aws/exchange";
import { type Change, losses, planned } from "../change";

/** Pools that come and go. */
export const POOLS: readonly Change[] = [
  {
    name: "pool-added",
    title: "a second GPU pool; AWS refuses the tags of its groups",
    stack: "node-pools",
    before: ({ standIn }) => {
      standIn.faults.refuse(
        "CreateOrUpdateTags",
        new AwsError("ResourceContention", "try later"),
        "gpu-two",
      );
    },
    edit: (world) => {
      const { cluster } = world;
      cluster.pools.push({
        ...structuredClone(world.pool("gpu")),
        name: "gpu-two",
        min: 1,
        desired: 3,
      });
    },
    check: (seen) => {
      assert.notEqual(seen.refused, undefined);
      assert.equal(seen.world.groupsOf("gpu-two").length, seen.world.groupsOf("gpu").length);
      return "groups without the autoscaler's tags are left, with min nodes";
    },
  },
  {
    name: "pool-added-again",
    title: "the same once more, and AWS takes them",
    stack: "node-pools",
    check: (seen) => {
      assert.equal(seen.refused, undefined);
      assert.deepEqual(planned(seen, "aws_eks_node_group", "create"), []);
      assert.equal(seen.endings.length, 0);
      return "nothing: the groups that are there get their tags";
    },
  },
  {
    name: "zone-left",
    title: "gpu-two: zone c no longer",
    stack: "node-pools",
    edit: (world) => {
      world.pool("gpu-two").zones = {
        groups: "per-zone",
        names: ["eu-central-1a", "eu-central-1b"],
      };
    },
    check: (seen) => {
      assert.equal(planned(seen, "aws_eks_node_group", "delete").length, 1);
      return losses(seen.endings);
    },
  },
  {
    name: "pool-drained",
    title: "gpu-two goes, after its nodes were drained",
    stack: "node-pools",
    before: ({ standIn }) => standIn.nodes.finishJobs(),
    edit: ({ cluster }) => {
      cluster.pools.splice(
        cluster.pools.findIndex(({ name }) => name === "gpu-two"),
        1,
      );
    },
    check: (seen) => {
      assert.equal(planned(seen, "aws_eks_node_group", "delete").length, 2);
      assert.deepEqual(planned(seen, "aws_eks_node_group", "replace"), []);
      assert.ok(seen.endings.every(({ jobKilled }) => !jobKilled));
      return losses(seen.endings);
    },
  },
];
