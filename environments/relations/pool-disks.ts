import { EBS_GP3 } from "../facts/ebs-gp3";
import type { Mismatch, Relation } from "./relation";
import type { NodePool } from "../schema";

/** What EC2 refuses of a gp3 volume, at the first instance of the pool and not in any plan. */
const disksAreWithinLimits: Relation = {
  needs: ["cluster"],
  check: ({ cluster }) =>
    cluster.kind === "eks"
      ? cluster.pools.flatMap((pool, index) => diskMismatches(pool, ["cluster", "pools", index]))
      : [],
};

function diskMismatches(
  { diskGiB, diskIops = EBS_GP3.iops.min, diskThroughputMiB = EBS_GP3.throughputMiB.min }: NodePool,
  at: Mismatch["path"],
): readonly Mismatch[] {
  const mostIops = Math.max(EBS_GP3.iops.min, diskGiB * EBS_GP3.iopsPerGiB);
  const mostThroughput = diskIops * EBS_GP3.throughputPerIops;
  return [
    ...(diskIops > mostIops
      ? [
          {
            path: [...at, "diskIops"],
            message: `is more than a gp3 volume of ${diskGiB} GiB can have (${mostIops})`,
            fix: `set it to ${mostIops} or less, or diskGiB to ${Math.ceil(diskIops / EBS_GP3.iopsPerGiB)} or more`,
          },
        ]
      : []),
    ...(diskThroughputMiB > mostThroughput
      ? [
          {
            path: [...at, "diskThroughputMiB"],
            message: `is more than a gp3 volume with ${diskIops} operations a second can have (${mostThroughput} MiB/s)`,
            fix: `set it to ${Math.floor(mostThroughput)} or less, or diskIops to ${Math.ceil(diskThroughputMiB / EBS_GP3.throughputPerIops)} or more`,
          },
        ]
      : []),
  ];
}

export const poolDiskRelations: readonly Relation[] = [disksAreWithinLimits];
