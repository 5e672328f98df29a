import { EKS_NVIDIA_DRIVER } from "../facts/eks-gpu-image";
import { architectureOf, gpuOf, INSTANCE_TYPES } from "../facts/instance-types";
import { nodeGroups } from "../nodes/node-groups";
import type { Mismatch, Relation } from "./relation";
import type { NodePool } from "../schema";
import { closest } from "../suggest";
import { declaredNodes } from "./declared-nodes";

type Path = Mismatch["path"];

const namesAreDistinct: Relation = {
  needs: ["cluster"],
  check: ({ cluster }) => {
    const { path, pools, machines } = declaredNodes(cluster);
    // Node groups count by their own names: pool `web-a` and zone a of pool `web` would be one.
    const names = [
      ...pools.map((pool) => [pool.name, ...nodeGroups(pool).map((group) => group.name)]),
      ...machines.map((machine) => [machine.name]),
    ];
    return names.flatMap((own, index) =>
      names.slice(0, index).some((others) => others.some((name) => own.includes(name)))
        ? [
            {
              path: [...path, index, "name"],
              message: "another one has this name",
              fix: "give each its own name",
            },
          ]
        : [],
    );
  },
};

const sizesAreOrdered: Relation = {
  needs: ["cluster"],
  check: ({ cluster }) => {
    const { path, pools } = declaredNodes(cluster);
    return pools.flatMap(({ min, max, desired }, index) =>
      desired < min || desired > max || min > max
        ? [
            {
              path: [...path, index, "desired"],
              message: `must lie between min (${min}) and max (${max})`,
              fix: "correct min, desired or max",
            },
          ]
        : [],
    );
  },
};

/** One launch of a pool must be like any other: the autoscaler imagines all from one template. */
const typesAreAlike: Relation = {
  needs: ["cluster"],
  check: ({ cluster }) => {
    const { path, pools } = declaredNodes(cluster);
    return pools.flatMap((pool, index) =>
      pool.instanceTypes.flatMap((type, position) =>
        typeMismatch(type, pool, [...path, index, "instanceTypes", position]),
      ),
    );
  },
};

function typeMismatch(
  type: string,
  { architecture, instanceTypes }: NodePool,
  path: Path,
): readonly Mismatch[] {
  if (INSTANCE_TYPES[type] === undefined) return [{ path, ...unknownType(type) }];
  const found = architectureOf(type);
  if (found !== undefined && found !== architecture) {
    return [
      {
        path,
        message: `is ${found}, but the pool's architecture is ${architecture}`,
        fix: `choose a type that is ${architecture}, or set architecture: "${found}"`,
      },
    ];
  }
  const gpu = gpuOf(type);
  if (gpu?.driver !== undefined && gpu.driver > EKS_NVIDIA_DRIVER) {
    return [
      {
        path,
        message: `its ${gpu.model} needs NVIDIA driver ${gpu.driver}, and EKS' image brings ${EKS_NVIDIA_DRIVER}: no node would ever have a GPU`,
        fix: `choose a type whose GPU driver ${EKS_NVIDIA_DRIVER} knows, e.g. g7e.2xlarge or g6.4xlarge`,
      },
    ];
  }
  const first = gpuOf(instanceTypes[0] ?? "");
  if (gpu === undefined || first === undefined) return [];
  return gpu.model === first.model && gpu.count === first.count
    ? []
    : [
        {
          path,
          message: `has ${gpu.count} ${gpu.model}, but the first type of the pool has ${first.count} ${first.model}`,
          fix: "make a pool of its own for it",
        },
      ];
}

/** Without its size it is not known what fits on the pool's nodes. */
function unknownType(type: string): Omit<Mismatch, "path"> {
  const guess = closest(type, Object.keys(INSTANCE_TYPES));
  const add = "add its size to environments/facts/instance-types.ts";
  return {
    message: "is not among the instance types whose size is known here",
    fix: guess === undefined ? add : `write "${guess}", or ${add}`,
  };
}

export const poolRelations: readonly Relation[] = [
  namesAreDistinct,
  sizesAreOrdered,
  typesAreAlike,
];
