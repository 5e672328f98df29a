import { INSTANCE_TYPES } from "../facts/instance-types";
import { type QuotaId, quotaOfType, SERVICE_QUOTAS } from "../facts/service-quotas";
import type { EksCluster, NodePool } from "../schema";
import { capacityKind } from "./pool-capacity";
import { type NodeGroup, nodeGroups } from "./node-groups";

/** How much of a quota an environment may use. */
export interface QuotaNeed {
  readonly quota: QuotaId;
  /** With every pool at its maximum. */
  readonly atMaximum: number;
  /**
   * While node groups are updated or replaced, all of them at that size: this is what to
   * ask for. An update starts more nodes first; a replacement starts a second group.
   */
  readonly whileUpdating: number;
}

/**
 * Zones that a group without `zones` is taken to be on: EKS asks for two, and
 * regions have three or more.
 */
const ZONES_UNKNOWN = 3;

const GIB_PER_TIB = 1024;

/** What an environment's node pools need of AWS' quotas; only quotas that it needs something of. */
export function quotaNeeds({ pools }: EksCluster): readonly QuotaNeed[] {
  const parts = pools.flatMap((pool) => nodeGroups(pool).map((group) => usesOf(pool, group)));
  return Object.keys(SERVICE_QUOTAS)
    .filter(isQuotaId)
    .flatMap((quota) => {
      const uses = parts.flatMap((part) => part[quota] ?? []);
      if (uses.length === 0) return [];
      const combine = quota === "nodes-per-group" ? largest : sum;
      return [
        {
          quota,
          atMaximum: rounded(combine(uses.map(({ atMaximum }) => atMaximum))),
          whileUpdating: rounded(combine(uses.map(({ whileUpdating }) => whileUpdating))),
        },
      ];
    });
}

type Use = Omit<QuotaNeed, "quota">;

function usesOf(pool: NodePool, group: NodeGroup): Partial<Record<QuotaId, Use>> {
  const of = (each: number): Use => ({
    atMaximum: group.max * each,
    whileUpdating: (group.max + extraNodes(group)) * each,
  });
  const types = pool.instanceTypes.flatMap((type) => INSTANCE_TYPES[type] ?? []);
  const vcpus = quotaOfPool(pool);
  const twice = { atMaximum: 1, whileUpdating: 2 };
  return {
    ...(vcpus === undefined ? {} : { [vcpus]: of(largest(types.map(({ vcpu }) => vcpu))) }),
    "gp3-storage": of(pool.diskGiB / GIB_PER_TIB),
    "nodes-per-group": of(1),
    "node-groups": twice,
    "auto-scaling-groups": twice,
    "network-interfaces": of(largest(types.map(({ enis }) => enis))),
  };
}

/**
 * Nodes beside the group's maximum: an update adds two for each of its zones before it
 * takes one away, and a group that is replaced has its first nodes beside the old ones.
 * https://docs.aws.amazon.com/eks/latest/userguide/managed-node-update-behavior.html#managed-node-update-scale-up
 */
function extraNodes({ zones, desired }: NodeGroup): number {
  return Math.max(2 * (zones?.length ?? ZONES_UNKNOWN), desired);
}

/** Reserved instances count as On-Demand ones; whether those of Capacity Blocks do AWS does not say. */
function quotaOfPool(pool: NodePool): QuotaId | undefined {
  const capacity = capacityKind(pool) === "spot" ? "spot" : "on-demand";
  return quotaOfType(pool.instanceTypes[0] ?? "", capacity);
}

function isQuotaId(text: string): text is QuotaId {
  return text in SERVICE_QUOTAS;
}

function largest(numbers: readonly number[]): number {
  return Math.max(0, ...numbers);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}

/** Whole TiB, and everything else is whole already. */
function rounded(amount: number): number {
  return Math.ceil(amount);
}
