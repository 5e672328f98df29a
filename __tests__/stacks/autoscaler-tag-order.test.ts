import { Testing } from "cdktf";
import { z } from "zod";
import { NodePoolsStack } from "../../stacks/node-pools-stack";
import { specOf } from "../support/synth";

const stack = z.object({
  resource: z.object({
    aws_autoscaling_group_tag: z.record(
      z.string(),
      z.object({
        autoscaling_group_name: z.string(),
        tag: z.object({ key: z.string() }),
        depends_on: z.array(z.string()).default([]),
      }),
    ),
    aws_eks_node_group: z.record(z.string(), z.unknown()),
  }),
});

test("the tag by which the autoscaler finds a group comes after all others of that group, so that it goes before them", () => {
  const app = Testing.app();
  const json: unknown = JSON.parse(Testing.synth(new NodePoolsStack(app, specOf("production"))));
  const { aws_autoscaling_group_tag: tags, aws_eks_node_group: groups } =
    stack.parse(json).resource;
  const all = Object.entries(tags).map(([id, block]) => ({
    ...block,
    address: `aws_autoscaling_group_tag.${id}`,
  }));
  const found = all.filter(({ tag }) => tag.key === "k8s.io/cluster-autoscaler/enabled");
  expect(found).toHaveLength(Object.keys(groups).length);
  for (const { address, autoscaling_group_name: group, depends_on: after } of found) {
    const others = all.filter(
      (each) => each.autoscaling_group_name === group && each.address !== address,
    );
    expect(others.length).toBeGreaterThan(5);
    expect([...after].sort()).toEqual(others.map((each) => each.address).sort());
    expect(others.flatMap((each) => each.depends_on)).toEqual([]);
  }
});
