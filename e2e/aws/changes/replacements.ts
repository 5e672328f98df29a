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
    after: () => undefined,
  },
];

/** New groups and all their tags before the first old tag goes, and that before the old group goes. */
function assertOrder({ sent }: Seen): void {
  const places = (action: string) =>
    sent.flatMap((request, index) => (request.action === action ? [index] : []));
  const [created, tagged, untagged, deleted] = [
    places("CreateNodegroup"),
    places("CreateOrUpdateTags"),
    places("DeleteTags"),
    places("DeleteNodegroup"),
  ];
  assert.ok(
    Math.max(...created) < Math.min(...untagged),
    "an old tag goes before a new group is up",
  );
  assert.ok(
    Math.max(...tagged) < Math.min(...untagged),
    "an old tag goes before a new one is there",
  );
  assert.ok(
    Math.max(...created) < Math.min(...deleted),
    "an old group goes before a new one is up",
  );
}

/** Auto Scaling groups with a node group, without the tag by which the autoscaler finds them. */
export async function untagged({ world }: Pick<Seen, "world">): Promise<readonly string[]> {
  const groups = await world.standIn.autoScaling.list();
  return groups
    .filter(({ tags }) => tags["k8s.io/cluster-autoscaler/enabled"] !== "true")
    .map(({ name }) => name);
}
