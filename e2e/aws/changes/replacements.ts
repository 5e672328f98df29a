import assert from "node:assert/strict";
import { AwsError } from "../../../testbed/aws/exchange";
import { type Change, losses, planned, type Seen } from "../change";

/** Changes that need another node group. */
export const REPLACEMENTS: readonly Change[] = [
  {
    name: "replacement-refused",
    title: "cpu-worker: instance types the other way round; AWS refuses the new groups",
    stack: "node-pools",
    before: ({ standIn }) => {
      standIn.faults.refuse("CreateNodegroup", new AwsError("ServiceQuotaExceeded", "no room"));
    },
    edit: (world) => {
      world.pool("cpu-worker").instanceTypes.reverse();
    },
    check: async (seen) => {
      assert.match(seen.refused ?? "", /no room/);
      assert.deepEqual(await untagged(seen), [], "groups that the autoscaler no longer finds");
      assert.equal(seen.endings.length, 0);
      return "nothing: the old groups keep nodes and tags";
    },
  },
  {
    name: "replacement",
    title: "the same, and AWS does it",
    stack: "node-pools",
    check: async (seen) => {
      assert.equal(seen.refused, undefined);
      const replaced = planned(seen, "aws_eks_node_group", "replace");
      assert.ok(replaced.length > 0);
      assert.ok(replaced.every(({ because }) => because.join() === "instance_types"));
      assertOrder(seen);
      assert.deepEqual(await untagged(seen), []);
      return losses(seen.endings);
    },
  },
  {
    name: "capacity-type",
    title: "gpu: on-demand to spot",
    stack: "node-pools",
    edit: (world) => {
      world.pool("gpu").capacityType = "spot";
    },
    check: async (seen) => {
      assert.equal(seen.refused, undefined);
      assert.ok(planned(seen, "aws_eks_node_group", "replace").length > 0);
      assertOrder(seen);
      return losses(seen.endings);
    },
  },
];

/** New groups before the first old tag goes, each tag on a new group before the old group loses it, and old groups last. */
function assertOrder({ sent }: Seen): void {
  const places = (action: string, key?: string) =>
    sent.flatMap((request, index) =>
      request.action === action && (key === undefined || tagKeyOf(request) === key) ? [index] : [],
    );
  const created = Math.max(...places("CreateNodegroup"));
  const removed = places("DeleteTags");
  assert.ok(created < Math.min(...removed), "an old tag goes before a new group is up");
  assert.ok(created < Math.min(...places("DeleteNodegroup")), "an old group goes too early");
  for (const key of new Set(removed.map((index) => tagKeyOf(sent[index])))) {
    const counterpart = Math.min(...places("CreateOrUpdateTags", key));
    assert.ok(
      counterpart < Math.min(...places("DeleteTags", key)),
      `${key} goes before it is there`,
    );
  }
}

function tagKeyOf(request: Seen["sent"][number] | undefined): string {
  return new URLSearchParams(request?.body).get("Tags.member.1.Key") ?? "";
}

/** Auto Scaling groups with a node group, without the tag by which the autoscaler finds them. */
export async function untagged({ world }: Pick<Seen, "world">): Promise<readonly string[]> {
  const groups = await world.standIn.autoScaling.list();
  return groups
    .filter(({ tags }) => tags["k8s.io/cluster-autoscaler/enabled"] !== "true")
    .map(({ name }) => name);
}
