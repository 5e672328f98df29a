import assert from "node:assert/strict";
import { type Change, losses, planned } from "../change";

/** Things that somebody did by hand, or in part. */
export const BY_HAND: readonly Change[] = [
  {
    name: "zones-unequal",
    title:
      "the autoscaler takes idle nodes of cpu-worker in one zone; AWS balances the zones of each group",
    stack: "node-pools",
    before: async (world) => {
      const { nodes } = world.standIn;
      const [first = "", ...others] = world.groupsOf("cpu-worker");
      for (const group of others) await world.standIn.autoscale(group, 4);
      for (const { zone } of nodes.of(first)) nodes.takeIdle(first, zone);
    },
    meanwhile: ({ standIn }) => {
      for (const group of standIn.eks.groups.names()) {
        standIn.nodes.rebalance(group, standIn.eks.groups.zonesOf(group));
      }
    },
    check: ({ endings, plan }) => {
      assert.deepEqual(plan.changes, []);
      // In one group over the zones each pair of nodes that differ would cost a job.
      assert.deepEqual(endings, []);
      return losses(endings);
    },
  },
  {
    name: "autoscaler-tag-removed",
    title: "somebody takes the autoscaler's tag off a group",
    stack: "node-pools",
    before: async (world) => {
      const group = world.standIn.eks.groups.autoScalingGroupOf(world.firstGroupOf("cpu-worker"));
      await world.standIn.autoScaling.untag(group, "k8s.io/cluster-autoscaler/enabled");
    },
    check: (seen) => {
      assert.equal(planned(seen, "aws_autoscaling_group_tag", "create").length, 1);
      assert.equal(seen.endings.length, 0);
      return "nothing: the tag is back";
    },
  },
  {
    name: "association-removed",
    title: "somebody removes the autoscaler's Pod Identity association",
    stack: "node-pools",
    before: ({ standIn }) => standIn.eks.associations.deleteOf("cluster-autoscaler"),
    check: (seen) => {
      assert.equal(planned(seen, "aws_eks_pod_identity_association", "create").length, 1);
      assert.equal(seen.endings.length, 0);
      return "nothing: the association is back; pods take the role when they start again";
    },
  },
  {
    name: "group-removed",
    title: "somebody deletes a node group of gpu",
    stack: "node-pools",
    before: async (world) => {
      await world.standIn.eks.groups.delete(world.firstGroupOf("gpu"));
    },
    check: (seen) => {
      assert.equal(planned(seen, "aws_eks_node_group", "create").length, 1);
      assert.equal(seen.refused, undefined);
      return losses(seen.endings);
    },
  },
];
