import assert from "node:assert/strict";
import { type Change, losses, planned } from "../change";

/** Things that somebody did by hand, or in part. */
export const BY_HAND: readonly Change[] = [
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
