import { workersOf } from "../applications";
import { INSTANCE_TYPES } from "../facts/instance-types";
import { NODE_LIMITS } from "../facts/termination-grace";
import { gpuResources } from "./gpu-nodes";
import { nodeGroups } from "./node-groups";
import { capacityKind } from "./pool-capacity";
import { resolveGpu } from "./gpu-resolution";
import { poolGpus } from "./pool-contract";
import type { EksCluster, EnvironmentSpec, NodePool } from "../schema";

/** Patterns of Auto Scaling groups by priority; the highest wins. */
export type ExpanderPriorities = Readonly<Record<string, readonly string[]>>;

/** Groups that are not of these pools come last; without a match the expander would never use them. */
const OTHERS = { priority: 1, pattern: ".*" } as const;
const STEP = 10;

/**
 * Which of several node groups grows when pods fit into each: the cheapest, of GPU
 * pools the one whose GPU unit is (workers of a backlog take several). Spot
 * goes before all where only short jobs or pods without jobs can land, and behind
 * all elsewhere: its price is not known here, and it ends two minutes after a
 * notice. Groups at one price share a priority; the next expander decides.
 *
 * Source: https://github.com/kubernetes/autoscaler/blob/cluster-autoscaler-1.35.2/cluster-autoscaler/expander/priority/readme.md
 */
export function expanderPriorities(
  spec: EnvironmentSpec,
  { pools }: EksCluster,
): ExpanderPriorities {
  const ranked = pools
    .map((pool) => ({ pool, rank: rankOf(pool, spec) }))
    .sort((left, right) => compare(left.rank, right.rank));
  const distinct = [...new Set(ranked.map(({ rank }) => rank.join()))];
  return {
    ...Object.fromEntries(
      distinct.map((rank, index) => [
        String((distinct.length - index) * STEP),
        ranked.filter((one) => one.rank.join() === rank).flatMap(({ pool }) => groupPatterns(pool)),
      ]),
    ),
    [OTHERS.priority]: [OTHERS.pattern],
  };
}

/** Class, then the price of the dearest instance type that may come, or of one of its GPU units; lower is better. */
function rankOf(pool: NodePool, spec: EnvironmentSpec): readonly [class_: number, price: number] {
  const dearest = Math.max(
    ...pool.instanceTypes.map((type) => INSTANCE_TYPES[type]?.hourlyUsd ?? Infinity),
  );
  const price = dearest / gpuUnits(pool);
  const kind = capacityKind(pool);
  // Paid for whether it is used or not; what a group of reservations has no room for is not.
  if (kind === "reservation" || kind === "capacity-block") return [0, 0];
  if (kind !== "spot") return [1, price];
  return [hasLongJobs(pool, spec) ? 2 : 0, price];
}

/** Whole cards, shares or slices of one node; 1 without GPU. */
function gpuUnits(pool: NodePool): number {
  const gpus = poolGpus(pool);
  const units = gpus === undefined ? 0 : Object.values(gpuResources(gpus));
  return units === 0 ? 1 : units.reduce((sum, each) => sum + each, 0);
}

function compare(left: readonly [number, number], right: readonly [number, number]): number {
  return left[0] - right[0] || left[1] - right[1];
}

/** Whether a worker may land there that takes jobs which outlast the notice. */
function hasLongJobs(pool: NodePool, spec: EnvironmentSpec): boolean {
  const { cluster } = spec;
  return workersOf(spec).some(
    ({ worker: { role, gpu, jobTimeoutSeconds } }) =>
      jobTimeoutSeconds > NODE_LIMITS.spot &&
      pool.roles.includes(role) &&
      (gpu === undefined
        ? pool.gpu === undefined
        : resolveGpu(gpu, role, cluster)?.nodes.some(({ node }) => node === pool.name) === true),
  );
}

/**
 * Names of a pool's Auto Scaling groups. EKS calls them `eks-<node group>-<uuid>`,
 * and the node group's name ends in Terraform's timestamp and counter, 26 digits:
 * without them `gpu-` would be `gpu-mig-` as well.
 * https://github.com/hashicorp/terraform-plugin-sdk/blob/main/helper/id/id.go
 */
function groupPatterns(pool: NodePool): readonly string[] {
  return nodeGroups(pool).map(({ name }) => `^eks-${name}-[0-9]{18}[0-9a-f]{8}-[0-9a-f-]+$`);
}
