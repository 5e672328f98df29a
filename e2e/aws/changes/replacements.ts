import assert from "node:assert/strict";
import { AwsError } from "../../../testbed/aws/exchange";
import { type AwsChange, losses, planned, type Seen } from "../change";

/** Changes that need another node group. */
export const REPLACEMENTS: readonly AwsChange[] = [
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
    title: "gpu: on-demand to spot, while each of its groups has a node with a job",
    stack: "node-pools",
    before: async (world) => {
      for (const group of world.groupsOf("gpu")) await world.standIn.autoscale(group, 1);
    },
    edit: (world) => {
      world.pool("gpu").capacityType = "spot";
    },
    check: async (seen) => {
      assert.equal(seen.refused, undefined);
      assert.ok(planned(seen, "aws_eks_node_group", "replace").length > 0);
      assertOrder(seen);
      const groups = seen.world.groupsOf("gpu").length;
      assert.equal(seen.endings.filter(({ jobKilled }) => jobKilled).length, groups);
      return `${losses(seen.endings)}: for what runs there, npm run replace-pool`;
    },
  },
];

/** New groups are up before an old one goes, and have all their tags before the old one of their pool and zone is no longer found. */
function assertOrder({ sent }: Seen): void {
  const created = sent.findLastIndex(({ action }) => action === "CreateNodegroup");
  const deleted = sent.findIndex(({ action }) => action === "DeleteNodegroup");
  assert.ok(created < deleted, "an old group goes before a new one is up");
  const tags = sent.map(tagOf);
  const lost = tags.filter((tag) => tag?.action === "DeleteTags" && tag.key === ENABLED);
  assert.ok(lost.length > 0, "no old group lost its tag");
  for (const gone of lost) {
    const last = tags.findLast(
      (tag) => tag?.action === "CreateOrUpdateTags" && tag.place === gone?.place,
    );
    const place = String(gone?.place);
    assert.equal(last?.key, ENABLED, `${place}: a tag comes after the one that counts`);
    assert.ok(
      tags.indexOf(last) < tags.indexOf(gone),
      `${place}: the old group is lost before the new one has its tags`,
    );
  }
}

const ENABLED = "k8s.io/cluster-autoscaler/enabled";
/** What Terraform and EKS put around the name of a group: `eks-NAME-<time and count, 26 hexadecimal digits>-<uuid>`. */
const GROUP_NAME = /^eks-(.*?)-[0-9a-f]{26}-[0-9a-f-]{36}$/;

/** The tag of a request, and the pool and zone that its group is of. */
function tagOf({ action, body }: Seen["sent"][number]) {
  if (action !== "DeleteTags" && action !== "CreateOrUpdateTags") return undefined;
  const parameters = new URLSearchParams(body);
  const group = parameters.get("Tags.member.1.ResourceId") ?? "";
  const place = GROUP_NAME.exec(group)?.[1] ?? group;
  return { action, key: parameters.get("Tags.member.1.Key") ?? "", place };
}

/** Auto Scaling groups with a node group, without the tag by which the autoscaler finds them. */
export async function untagged({ world }: Pick<Seen, "world">): Promise<readonly string[]> {
  const groups = await world.standIn.autoScaling.list();
  return groups.filter(({ tags }) => tags[ENABLED] !== "true").map(({ name }) => name);
}
