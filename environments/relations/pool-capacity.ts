import { capacityKind } from "../nodes/pool-capacity";
import type { Mismatch, Relation } from "./relation";
import type { NodePool } from "../schema";

type Path = Mismatch["path"];

/**
 * Instance types that AWS sells in Capacity Blocks.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-capacity-blocks.html
 */
const BLOCK_TYPES = /^(p4d|p4de|p5|p5e|p5en|p6-[a-z0-9]+|trn1|trn2)\./;

/** A reservation is for one type in one zone; with others nodes fail to start, one by one. */
const reservationsAreMet: Relation = {
  needs: ["cluster"],
  check: ({ cluster }) =>
    cluster.kind === "eks"
      ? cluster.pools.flatMap((pool, index) => mismatches(pool, ["cluster", "pools", index]))
      : [],
};

function mismatches(pool: NodePool, at: Path): readonly Mismatch[] {
  const kind = capacityKind(pool);
  switch (kind) {
    case "on-demand":
    case "spot":
    case "reservation-group":
      return [];
    case "reservation":
      return oneTypeInOneZone(pool, at);
    case "capacity-block":
      return [...oneTypeInOneZone(pool, at), ...blockMismatches(pool, at)];
    default:
      return kind satisfies never;
  }
}

function oneTypeInOneZone({ instanceTypes, zones }: NodePool, at: Path): readonly Mismatch[] {
  return [
    ...(instanceTypes.length === 1
      ? []
      : [
          {
            path: [...at, "instanceTypes"],
            message: `are ${instanceTypes.length}, and a reservation is for one`,
            fix: "name the type that is reserved, and no other",
          },
        ]),
    ...(zones?.groups === "one" && zones.names.length === 1
      ? []
      : [
          {
            path: [...at, "zones"],
            message: "is not the one zone of the reservation",
            fix: 'set zones: { groups: "one", names: ["<zone of the reservation>"] }',
          },
        ]),
  ];
}

/** https://docs.aws.amazon.com/eks/latest/userguide/capacity-blocks-mng.html */
function blockMismatches({ instanceTypes, min, desired }: NodePool, at: Path): readonly Mismatch[] {
  const sizes = { min, desired };
  return [
    ...instanceTypes.flatMap((type, index) =>
      BLOCK_TYPES.test(type)
        ? []
        : [
            {
              path: [...at, "instanceTypes", index],
              message: "is not sold in Capacity Blocks",
              fix: 'use e.g. "p5.48xlarge", or another capacityType',
            },
          ],
    ),
    ...Object.entries(sizes)
      .filter(([, size]) => size > 0)
      .map(([name, size]) => ({
        path: [...at, name],
        message: `is ${size}: before the block begins and after its end no node can start, and EKS updates such a group only at zero`,
        fix: "set it to 0: the autoscaler starts nodes while there is the block",
      })),
  ];
}

export const poolCapacityRelations: readonly Relation[] = [reservationsAreMet];
