import { INSTANCE_TYPES } from "../../../environments/facts/instance-types";
import type { EnvironmentSpec } from "../../../environments/schema";
import type { CostReport } from "../model/report";

/** Where the prices come from, and what they leave out. The dates are those of the tables' sources. */
export const PRICE_BASIS =
  "On-demand prices of Linux instances in us-east-1, US dollars an hour, from the tables in environments/facts (instance-types.ts: prices of 2026-01-19; gpu-instance-types.ts, g7, g7e, p5en and p6: of 2026-07-20; both from the price tables of karpenter-provider-aws). Each pool at its maximum, all nodes of its dearest type, for the whole hour. Other regions ask for more; spot, reservations and savings plans for less. Disks, load balancers, traffic, storage and the cluster itself are not in it: an order of magnitude, not a bill.";

/** Upper bound of what the nodes on EKS cost; own machines and the testbed's nodes have no price. */
export function costReport({ cluster }: EnvironmentSpec): CostReport {
  if (cluster.kind !== "eks") return { pools: [], totalUsd: undefined };
  const pools = cluster.pools.flatMap(({ name, max, instanceTypes }) => {
    const [dearest] = instanceTypes
      .flatMap((type) => {
        const price = INSTANCE_TYPES[type]?.hourlyUsd;
        return price === undefined ? [] : [{ type, price }];
      })
      .sort((left, right) => right.price - left.price);
    if (dearest === undefined) return [];
    const { type, price } = dearest;
    return [{ pool: name, instanceType: type, nodesMax: max, eachUsd: price, allUsd: price * max }];
  });
  return { pools, totalUsd: pools.reduce((sum, { allUsd }) => sum + allUsd, 0) };
}
