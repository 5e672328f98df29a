import { type NodeEffect, lostNodes, nodeEffectOf } from "../../../cli/operation/node-effect";
import { readChanges } from "../../../cli/operation/changes";

const GROUP = {
  version: "1.35",
  launch_template: [{ id: "lt-1", version: "3" }],
  scaling_config: [{ min_size: 1, max_size: 8, desired_size: 3 }],
};

/** Effect of one node group's change, as `terraform show -json` tells it. */
function effect(
  actions: readonly string[],
  after: object = {},
  unknown: object = {},
): NodeEffect | undefined {
  const change = {
    actions,
    before: GROUP,
    after: { ...GROUP, ...after },
    after_unknown: unknown,
  };
  const address = "aws_eks_node_group.gpu";
  const [only] = readChanges({
    resource_changes: [{ address, mode: "managed", type: "aws_eks_node_group", change }],
  }).changes;
  return only && nodeEffectOf(only);
}

test("another version of the launch template rolls the nodes, known or not", () => {
  const launch_template = [{ id: "lt-1", version: "4" }];
  expect(effect(["update"], { launch_template })).toMatchObject({ now: 3, rolls: true });
  const unknown = { launch_template: [{ version: true }] };
  expect(effect(["update"], {}, unknown)).toMatchObject({ now: 3, rolls: true });
  expect(effect(["update"], { version: "1.36" })).toMatchObject({ rolls: true, resizes: false });
});

test("labels alone roll nothing, and sizes only resize", () => {
  expect(effect(["update"], { labels: { a: "b" } })).toMatchObject({
    rolls: false,
    resizes: false,
  });
  const scaling_config = [{ min_size: 1, max_size: 9, desired_size: 3 }];
  expect(effect(["update"], { scaling_config })).toMatchObject({ rolls: false, resizes: true });
});

test("a replaced group says what it begins with", () => {
  const scaling_config = [{ min_size: 1, max_size: 8, desired_size: 1 }];
  const replaced = effect(["create", "delete"], { scaling_config });
  expect(replaced).toMatchObject({ now: 3, first: 1, rolls: false });
  expect(replaced && lostNodes(replaced)).toContain("capacity is 1 of 3");
});

test("a roll of a group without nodes loses nothing", () => {
  expect(lostNodes({ now: 0, rolls: true, resizes: false })).toBeUndefined();
  expect(lostNodes({ now: 2, rolls: true, resizes: false })).toContain("its 2 nodes");
});
