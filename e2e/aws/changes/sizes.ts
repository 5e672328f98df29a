import assert from "node:assert/strict";
import { z } from "zod";
import { KeptDeployment } from "../kept-deployment";
import { bodies, type AwsChange, losses, planned } from "../change";

/** Sizes of pools, which the autoscaler changes too. */
export const SIZES: readonly AwsChange[] = [
  {
    name: "nothing",
    title: "nothing is changed",
    stack: "node-pools",
    check: ({ plan, sent, refused }) => {
      assert.equal(refused, undefined);
      assert.deepEqual(plan.changes, []);
      assert.deepEqual(sent, []);
      return "nothing";
    },
  },
  {
    name: "autoscaler-grows",
    title: "the autoscaler takes a group of cpu-worker to 4 nodes",
    stack: "node-pools",
    before: async (world) => world.standIn.autoscale(world.firstGroupOf("cpu-worker"), 4),
    check: ({ plan, endings }) => {
      assert.deepEqual(plan.changes, []);
      return losses(endings);
    },
  },
  {
    name: "max-up",
    title: "cpu-worker: max 24 to 27",
    stack: "node-pools",
    edit: (world) => {
      world.pool("cpu-worker").max = 27;
    },
    check: (seen) => {
      assert.equal(seen.refused, undefined);
      const sizes = sentSizes(seen);
      assert.ok(sizes.length > 0);
      // Not only what changed: min and desired go along, as they were when it was planned.
      for (const each of sizes) assert.deepEqual(Object.keys(each).sort(), ALL_SIZES);
      assert.equal(seen.endings.length, 0);
      return losses(seen.endings);
    },
  },
  {
    name: "max-up-group-moved",
    title:
      "cpu-worker: max 27 to 30 is planned; then its first group grows from 4 to 9 nodes; then terraform applies the plan",
    stack: "node-pools",
    edit: (world) => {
      world.pool("cpu-worker").max = 30;
    },
    meanwhile: async (world) => world.standIn.autoscale(world.firstGroupOf("cpu-worker"), 9),
    check: (seen) => {
      // What the provider does; `npm run deploy` plans again (row deploy-group-moved).
      const lost = seen.endings.filter(({ cause }) => cause === "scale-in");
      assert.equal(lost.length, 5);
      assert.ok(lost.every(({ jobKilled }) => jobKilled));
      return losses(seen.endings);
    },
  },
  deployGroupMoved(),
  {
    name: "min-above-size",
    title: "cpu-worker: min above the present sizes of its groups",
    stack: "node-pools",
    edit: (world) => {
      world.pool("cpu-worker").min = 24;
    },
    check: ({ refused, endings }) => {
      assert.match(refused ?? "", /Minimum capacity \d+ can't be greater than desired size \d+/);
      return `${losses(endings)}; the groups are as they were`;
    },
    after: (world) => {
      world.pool("cpu-worker").min = 1;
    },
  },
  {
    name: "max-below-size",
    title: "cpu-worker: max below the present size of a group",
    stack: "node-pools",
    edit: (world) => {
      world.pool("cpu-worker").max = 3;
    },
    check: ({ refused, endings }) => {
      assert.match(refused ?? "", /desired capacity \d+ can't be greater than max size \d+/);
      assert.equal(endings.length, 0);
      return `${losses(endings)}; groups that could follow have the new max`;
    },
    after: (world) => {
      world.pool("cpu-worker").max = 33;
    },
  },
  {
    name: "desired-edited",
    title: "cpu-worker: desired 3 to 6 in the data",
    stack: "node-pools",
    edit: (world) => {
      world.pool("cpu-worker").desired = 6;
    },
    check: (seen) => {
      // The row before left its max in some groups, which is put right here.
      assert.deepEqual(planned(seen, "aws_eks_node_group", "replace"), []);
      assert.equal(seen.endings.length, 0);
      return "nothing: desired counts at creation only";
    },
  },
];

/** The same as the row before, by the project's own commands. */
function deployGroupMoved(): AwsChange {
  let said: readonly string[] = [];
  return {
    name: "deploy-group-moved",
    title:
      "cpu-worker: max 30 to 33 is planned by npm run plan; then its first group grows from 4 to 9 nodes; then npm run deploy -- --plan",
    stack: "node-pools",
    edit: (world) => {
      world.pool("cpu-worker").max = 33;
    },
    deploy: async (world) => {
      const deployment = new KeptDeployment(world, "node-pools");
      // Whatever the changes before it left, or none of them.
      await world.standIn.autoscale(world.firstGroupOf("cpu-worker"), 4);
      await deployment.plan();
      await world.standIn.autoscale(world.firstGroupOf("cpu-worker"), 9);
      said = await deployment.deploy();
    },
    check: (seen) => {
      assert.equal(seen.refused, undefined);
      assert.equal(seen.endings.length, 0);
      assert.ok(sentSizes(seen).some(({ desiredSize }) => desiredSize === 9));
      const moved = said.filter((line) => /has 9 nodes now, 4 when it was planned/.test(line));
      assert.equal(moved.length, 1, said.join("\n"));
      return "nothing: deploy plans again right before its apply, and says that the group has grown";
    },
  };
}

const ALL_SIZES = ["desiredSize", "maxSize", "minSize"];
const scaling = z.object({ scalingConfig: z.record(z.string(), z.number()) });

function sentSizes(seen: Parameters<typeof bodies>[0]): readonly Record<string, number>[] {
  return bodies(seen, "UpdateNodegroupConfig").flatMap((body) => {
    const { data } = scaling.safeParse(body);
    return data === undefined ? [] : [data.scalingConfig];
  });
}
