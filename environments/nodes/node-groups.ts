import type { NodePool } from "../schema";

/** A managed node group of a pool: the whole pool, or its part in one zone. */
export interface NodeGroup {
  /** Prefix of its name, without the hyphen that follows. */
  readonly name: string;
  /** Zones whose private subnets it is on; undefined: all. */
  readonly zones: readonly string[] | undefined;
  readonly min: number;
  readonly max: number;
  /** At creation. */
  readonly desired: number;
}

/**
 * The node groups that a pool consists of. One group over several zones is one
 * node for the autoscaler, in the zone of its first subnet or of a node that it
 * saw: pods that are bound to a zone (EBS volumes, spreading over zones that must
 * hold) get a node in the wrong one. So such pools have a group in each zone, and
 * `balance-similar-node-groups` keeps them alike in size.
 * https://docs.aws.amazon.com/eks/latest/eksctl/autoscaling.html#zone-aware-auto-scaling
 */
export function nodeGroups({ name, zones, min, max, desired }: NodePool): readonly NodeGroup[] {
  if (zones?.groups !== "per-zone") {
    return [{ name, zones: zones?.names, min, max, desired }];
  }
  const { names } = zones;
  return names.map((zone, index) => ({
    name: `${name}-${zoneLetter(zone)}`,
    zones: [zone],
    min: share(min, names.length, index),
    max: share(max, names.length, index),
    desired: share(desired, names.length, index),
  }));
}

/** `a` of `eu-central-1a`: a pool's zones are all of one region. */
function zoneLetter(zone: string): string {
  return zone.slice(-1);
}

/** Parts that differ by one at most, and make up the whole; the first zones have the larger ones. */
function share(total: number, parts: number, index: number): number {
  return Math.floor((total + parts - 1 - index) / parts);
}
