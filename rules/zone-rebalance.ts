import { environmentFile } from "../environments/environment-file";
import { NODE_LIMITS } from "../environments/facts/termination-grace";
import { nodeGroups } from "../environments/nodes/node-groups";
import type { NodePool } from "../environments/schema";
import { longWorkerOf, workerPodsIn } from "./shared/grace/long-worker";
import { longestOf, mayRunOn, needs } from "./shared/grace/node-findings";
import { type Finding, findingAt, type Rule } from "./engine/rule";

const id = "zone-rebalance";

export const zoneRebalance: Rule = {
  id,
  title: "No node with a job is ended to balance zones",
  why: "An Auto Scaling group over several zones starts a node in the smallest zone and ends one in the largest when they differ, and EKS leaves that process on (AZRebalance). After a scale-in, which takes idle nodes wherever they are, that is a node in the middle of a render: disruption budgets are not respected, and 15 minutes later the node is gone (https://docs.aws.amazon.com/eks/latest/userguide/managed-node-groups.html).",
  severity:
    "error where a pool of more than one node is one group over several zones, and workers of it need longer",
  remedy:
    'zones: { groups: "per-zone", names: [<zones>] } for the pool: a group in one zone has nothing to balance. min, max and desired stay those of the whole pool.',
  needsEnvironment: true,
  check: (inventory, spec) => {
    if (spec === undefined || spec.cluster.kind !== "eks") return [];
    const file = environmentFile(spec.name, ["cluster"]);
    const workers = workerPodsIn(inventory).flatMap((each) => longWorkerOf(each, spec) ?? []);
    return spec.cluster.pools.filter(isBalanced).flatMap((pool): readonly Finding[] => {
      const longest = longestOf(
        workers.filter(
          (worker) => worker.needed > NODE_LIMITS.zoneRebalance && mayRunOn(pool, worker),
        ),
      );
      if (longest === undefined) return [];
      const declared = {
        kind: "NodePool",
        name: pool.name,
        place: { kind: "file", file },
      } as const;
      return [
        findingAt(declared, {
          rule: id,
          severity: "error",
          message: `is one node group over ${pool.zones?.names.join(", ") ?? "the zones of all private subnets"}: AWS ends nodes to balance them, with ${NODE_LIMITS.zoneRebalance} s for their pods, but ${needs(longest)}`,
          fix: `zones: { groups: "per-zone", names: [${pool.zones?.names.map((name) => `"${name}"`).join(", ") ?? "<zones>"}] } for pool ${pool.name} in ${file}`,
        }),
      ];
    });
  },
};

/** Whether AWS may find the zones of one of the pool's groups unequal. EKS asks for subnets in two zones at least. */
function isBalanced(pool: NodePool): boolean {
  return nodeGroups(pool).some(
    ({ zones, max }) => max > 1 && (zones === undefined || zones.length > 1),
  );
}
