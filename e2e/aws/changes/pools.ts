import assert from "node:assert/strict";
import { AwsError } from "../../../testbed/aws/exchange";
import { type AwsChange, diagnosed, losses, planned } from "../change";

/** Pools that come and go. */
export const POOLS: readonly AwsChange[] = [
  {
    name: "pool-create-failed",
    title: "a second GPU pool, whose nodes do not join",
    stack: "node-pools",
    before: ({ standIn }) => {
      standIn.eks.groups.failAtCreation("gpu-two", {
        status: "CREATE_FAILED",
        code: "NodeCreationFailure",
        message: "Instances failed to join the kubernetes cluster",
      });
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
    check: async (seen) => {
      assert.match(seen.refused ?? "", /NodeCreationFailure: Instances failed to join/);
      const groups = seen.world.groupsOf("gpu-two").length;
      assert.equal((await diagnosed(seen, "node-group-unhealthy")).length, groups);
      assert.deepEqual(await diagnosed(seen, "node-group-unknown"), []);
      return `${groups} failed groups, which the state knows and the doctor names`;
    },
    after: ({ standIn }) => standIn.eks.groups.failAtCreation("gpu-two", undefined),
  },
  {
    name: "pool-added",
    title: "the same once more, and nodes join; AWS refuses the tags of its groups",
    stack: "node-pools",
    before: ({ standIn }) => {
      standIn.faults.refuse(
        "CreateOrUpdateTags",
        new AwsError("ResourceContention", "try later"),
        "gpu-two",
      );
    },
    check: (seen) => {
      assert.notEqual(seen.refused, undefined);
      const groups = seen.world.groupsOf("gpu").length;
      assert.equal(planned(seen, "aws_eks_node_group", "replace").length, groups);
      // The failed ones go when the new ones are whole.
      assert.equal(seen.world.groupsOf("gpu-two").length, 2 * groups);
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
      assert.equal(seen.world.groupsOf("gpu-two").length, seen.world.groupsOf("gpu").length);
      return "nothing: the groups that are there get their tags, the failed ones are gone";
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
