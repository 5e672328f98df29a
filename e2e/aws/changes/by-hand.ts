import assert from "node:assert/strict";
import { type AwsChange, diagnosed, losses, planned } from "../change";

/** Changes made by hand, or in part. */
export const BY_HAND: readonly AwsChange[] = [
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
    name: "association-by-hand",
    title: "somebody gives the autoscaler's service account another association in place of ours",
    stack: "node-pools",
    before: ({ standIn, cluster }) => {
      const { associations } = standIn.eks;
      associations.deleteOf("cluster-autoscaler");
      associations.create({
        namespace: "kube-system",
        serviceAccount: "cluster-autoscaler",
        roleArn: `arn:aws:iam::123456789012:role/${cluster.name}-by-hand`,
      });
    },
    check: (seen) => {
      assert.equal(planned(seen, "aws_eks_pod_identity_association", "create").length, 1);
      assert.match(seen.refused ?? "", /Association already exists/);
      return "the other role stays until that association is deleted; the error says so";
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
    title: "somebody deletes a node group of gpu; terraform is killed while it makes it again",
    stack: "node-pools",
    before: async (world) => {
      await world.standIn.eks.groups.delete(world.firstGroupOf("gpu"));
    },
    killAt: { action: "CreateNodegroup", count: 1 },
    check: async (seen) => {
      assert.equal(planned(seen, "aws_eks_node_group", "create").length, 1);
      const [unknown, ...others] = await diagnosed(seen, "node-group-unknown");
      assert.deepEqual(others, []);
      assert.match(unknown?.command ?? "", IMPORT);
      return "a group that no state knows; the doctor has the command that imports it";
    },
  },
  {
    name: "group-taken-over",
    title: "the doctor's command is run, then terraform once more",
    stack: "node-pools",
    before: async (world) => {
      const [unknown] = await diagnosed({ world }, "node-group-unknown");
      await world.stacks["node-pools"].inShell(unknown?.command ?? "");
    },
    check: async (seen) => {
      assert.equal(seen.refused, undefined);
      assert.deepEqual(planned(seen, "aws_eks_node_group", "create"), []);
      assert.deepEqual(planned(seen, "aws_eks_node_group", "replace"), []);
      assert.ok(planned(seen, "aws_autoscaling_group_tag", "create").length > 0);
      assert.deepEqual(await diagnosed(seen, "node-group-unknown"), []);
      return `${losses(seen.endings)}: the group gets its tags`;
    },
  },
];

const IMPORT = / import 'aws_eks_node_group\.\S+' \S+$/;
