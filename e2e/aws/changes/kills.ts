import assert from "node:assert/strict";
import { type Change, losses, type Seen } from "../change";
import { untagged } from "./replacements";

/** `kill -9` of Terraform in the middle, and the apply after it. */
export const KILLS: readonly Change[] = [
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
      return `${losses(seen.endings)}; ${await orphans(seen)} of the killed ones stay, to be deleted by hand`;
    },
  },
];

/** Groups without all tags: what a killed apply made and could not write down. */
async function orphans(seen: Seen): Promise<number> {
  return (await untagged(seen)).length;
}
