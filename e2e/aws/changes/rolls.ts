import assert from "node:assert/strict";
import { bodies, type AwsChange, losses, type Seen } from "../change";

/** Changes that replace nodes in place, one after another. */
export const ROLLS: readonly AwsChange[] = [
  {
    name: "label",
    title: "cpu-worker: one more label",
    stack: "node-pools",
    edit: (world) => {
      world.pool("cpu-worker").labels["fluxibri.ai/tier"] = "batch";
    },
    check: (seen) => {
      assert.equal(seen.refused, undefined);
      assert.equal(seen.endings.length, 0);
      // Nodes get it by EKS, the autoscaler's picture by a tag of each group.
      assert.equal(
        bodies(seen, "UpdateNodegroupConfig").length,
        seen.world.groupsOf("cpu-worker").length,
      );
      return losses(seen.endings);
    },
  },
  {
    name: "taint",
    title: "gpu: a taint",
    stack: "node-pools",
    edit: (world) => {
      world.pool("gpu").taints.push({ key: "fluxibri.ai/gpu", value: "yes", effect: "NoSchedule" });
    },
    check: (seen) => {
      assert.equal(seen.refused, undefined);
      assert.equal(seen.endings.length, 0);
      return `${losses(seen.endings)}; pods without the toleration no longer come`;
    },
  },
  {
    name: "cluster-tag-full-queue",
    title: "one more tag in cluster.tags, while every worker node has a job",
    stack: "node-pools",
    edit: ({ cluster }) => {
      cluster.tags["cost-center"] = "video";
    },
    check: (seen) => {
      assert.match(seen.refused ?? "", /PodEvictionFailure/);
      assert.ok(seen.endings.every(({ jobKilled }) => !jobKilled));
      return `${losses(seen.endings)}; what has long jobs stays on the old template, until the next apply`;
    },
  },
  {
    name: "cluster-tag-empty-queue",
    title: "the same once more, while the queue is empty",
    stack: "node-pools",
    before: ({ standIn }) => standIn.nodes.finishJobs(),
    check: (seen) => {
      assert.equal(seen.refused, undefined);
      assert.ok(seen.endings.every(({ cause, jobKilled }) => cause === "update" && !jobKilled));
      assertOnePoolAtATime(seen);
      return losses(seen.endings);
    },
  },
  {
    name: "disk",
    title: "cpu-worker: disk 200 to 300 GiB, while the queue is empty",
    stack: "node-pools",
    before: ({ standIn }) => standIn.nodes.finishJobs(),
    edit: (world) => {
      world.pool("cpu-worker").diskGiB = 300;
    },
    check: (seen) => {
      assert.equal(seen.refused, undefined);
      assert.deepEqual(rolledPools(seen), ["cpu-worker"]);
      return losses(seen.endings);
    },
  },
  {
    name: "kubernetes-version",
    title: "Kubernetes 1.35 to 1.36 after the cluster, while the queue is empty",
    stack: "node-pools",
    before: ({ standIn }) => {
      standIn.nodes.finishJobs();
      standIn.eks.upgradeCluster("1.36");
    },
    edit: ({ cluster }) => {
      cluster.kubernetesVersion = "1.36";
    },
    check: (seen) => {
      assert.equal(seen.refused, undefined);
      assert.equal(bodies(seen, "UpdateNodegroupVersion").length, seen.world.groups().length);
      assertOnePoolAtATime(seen);
      return losses(seen.endings);
    },
  },
];

function rolledPools({ sent, world }: Seen): readonly string[] {
  const pools = sent
    .filter(({ action }) => action === "UpdateNodegroupVersion")
    .map(({ path }) => world.poolOf(path.split("/")[4] ?? ""));
  return pools.filter((pool, index) => pool !== pools[index - 1]);
}

/** No pool is begun while another is not done. */
function assertOnePoolAtATime(seen: Seen): void {
  const pools = rolledPools(seen);
  assert.equal(new Set(pools).size, pools.length, `pools roll at once: ${pools.join(", ")}`);
}
