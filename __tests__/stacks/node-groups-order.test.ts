import { nodeGroups } from "../../environments/nodes/node-groups";
import { specOf, synthesize } from "../support/synth";

const spec = specOf("production");
const pools = spec.cluster.kind === "eks" ? spec.cluster.pools : [];
const { resource = {} } = synthesize(spec)["node-pools"] ?? {};
const policies = Object.keys(resource["aws_iam_role_policy_attachment"] ?? {}).map(
  (name) => `aws_iam_role_policy_attachment.${name}`,
);

/** Address of each node group, and what it waits for, by the prefix of its name. */
const groups = new Map(
  Object.entries(resource["aws_eks_node_group"] ?? {}).map(([name, group]) => [
    group["node_group_name_prefix"],
    { address: `aws_eks_node_group.${name}`, waitsFor: group["depends_on"] },
  ]),
);

test.each(pools.map((pool, index) => [pool.name, pool, pools[index - 1]] as const))(
  "groups of pool %s wait for the node role's policies and for the groups of the pool before",
  (_name, pool, before) => {
    const earlier = before === undefined ? [] : nodeGroups(before);
    const awaited = earlier.map(({ name }) => groups.get(`${name}-`)?.address);
    for (const { name } of nodeGroups(pool)) {
      const waitsFor = groups.get(`${name}-`)?.waitsFor;
      expect(waitsFor).toEqual(expect.arrayContaining([...policies, ...awaited]));
      // And for no group of another pool: those could not be made while this one rolls.
      expect(String(waitsFor).match(/aws_eks_node_group/g) ?? []).toHaveLength(awaited.length);
    }
  },
);
