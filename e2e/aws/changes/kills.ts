import assert from "node:assert/strict";
import { type AwsChange, diagnosed, losses, type Seen } from "../change";
import { untagged } from "./replacements";

/** `kill -9` of Terraform in the middle, and the apply after it. */
export const KILLS: readonly AwsChange[] = [
  {
    name: "killed-at-group",
    title:
      "cpu-worker: another order of types; kill -9 of terraform while its first new group is made",
    stack: "node-pools",
    edit: (world) => {
      world.pool("cpu-worker").instanceTypes.reverse();
    },
    killAt: { action: "CreateNodegroup", count: 1 },
    check: async (seen) => {
      assert.notEqual(seen.refused, undefined);
      assert.deepEqual(seen.endings, []);
      assert.ok(!seen.sent.some(({ action }) => action === "DeleteTags"));
      return `${losses(seen.endings)}; ${await orphans(seen)} made that no state knows`;
    },
  },
  {
    name: "killed-at-tags",
    title: "once more; kill -9 while the new groups get their tags",
    stack: "node-pools",
    killAt: { action: "CreateOrUpdateTags", count: 5 },
    check: async (seen) => {
      assert.notEqual(seen.refused, undefined);
      assert.deepEqual(seen.endings, []);
      assert.ok(!seen.sent.some(({ action }) => action === "DeleteTags"));
      return `${losses(seen.endings)}; the old groups have nodes and tags, ${await orphans(seen)} new ones lack some`;
    },
  },
  {
    name: "after-the-kills",
    title: "once more, undisturbed",
    stack: "node-pools",
    check: async (seen) => {
      assert.equal(seen.refused, undefined);
      const again = await (await seen.world.synthesize("node-pools")).plan();
      assert.equal(again, false, "the next plan has changes again");
      const { groups } = seen.world.standIn.eks;
      const unknown = await diagnosed(seen, "node-group-unknown");
      assert.equal(unknown.length, await orphans(seen));
      for (const { command = "" } of unknown) {
        const [, name = ""] = DELETE.exec(command) ?? [];
        await groups.delete(name);
      }
      assert.deepEqual(await diagnosed(seen, "node-group-unknown"), []);
      assert.equal(await orphans(seen), 0);
      return `${losses(seen.endings)}; ${unknown.length} groups of the killed applies are known to no state: the doctor names them and how to delete each`;
    },
  },
  {
    name: "settled",
    title: "after all of this, nothing is changed",
    stack: "node-pools",
    check: async ({ plan, refused, world }) => {
      assert.equal(refused, undefined);
      assert.deepEqual(plan.changes, []);
      assert.equal(await (await world.synthesize("storage")).plan(), false);
      return "nothing: both stacks plan no change";
    },
  },
];

const DELETE = /^aws eks delete-nodegroup --cluster-name \S+ --nodegroup-name (\S+) /;

/** Groups without all tags: what a killed apply made and could not write down. */
async function orphans(seen: Seen): Promise<number> {
  return (await untagged(seen)).length;
}
