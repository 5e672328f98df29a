import { isObject } from "../../inventory/json";
import { specOf, synthesize } from "../support/synth";

const stacks = synthesize(specOf("production"));

test("every stack that looks the cluster up says when its version is not that of the data", () => {
  const looking = Object.values(stacks).filter(({ data }) => data?.["aws_eks_cluster"]);
  expect(looking.length).toBeGreaterThan(3);
  for (const stack of looking) {
    expect(stack).toMatchObject({
      check: {
        cluster_version: {
          assert: [
            {
              condition: '${data.aws_eks_cluster.eks-cluster.version == "1.35"}',
              error_message: expect.stringContaining("Write the cluster's version there"),
            },
          ],
        },
      },
    });
  }
});

test("nodes that would be newer than their cluster end the plan; in no other stack the version does", () => {
  const conditions = Object.entries(stacks).flatMap(([name, { data }]) => {
    const cluster = data?.["aws_eks_cluster"]?.["eks-cluster"];
    const lifecycle = cluster?.["lifecycle"];
    return isObject(lifecycle) ? [[name, lifecycle["postcondition"]]] : [];
  });
  expect(conditions).toEqual([
    [
      "node-pools",
      [
        {
          condition: '${tonumber(split(".", self.version)[1]) >= 35}',
          error_message: expect.stringContaining("Upgrade the cluster first"),
        },
      ],
    ],
  ]);
});
