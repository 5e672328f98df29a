import { GPU_TAINT_KEY } from "../labels";
import { gpuOf, INSTANCE_TYPES } from "../facts/instance-types";
import { slicesOf } from "../facts/mig";
import type { Mismatch, Relation } from "../relations";
import type { Machine, NodePool, WorkerGpu, WorkerSpec } from "../schema";
import { closest } from "../suggest";
import { declaredNodes } from "./declared-nodes";
import { offersGpu, poolGpuRelations } from "./pool-gpus";

function poolMismatches(pool: NodePool, place: Mismatch["path"]): readonly Mismatch[] {
  const at = (...path: (string | number)[]) => [...place, ...path];
  const outOfRange = pool.desired < pool.min || pool.desired > pool.max || pool.min > pool.max;
  return [
    ...(outOfRange
      ? [
          {
            path: at("desired"),
            message: `must lie between min (${pool.min}) and max (${pool.max})`,
            fix: "correct min, desired or max",
          },
        ]
      : []),
    ...pool.instanceTypes.flatMap((type, position): Mismatch[] => {
      const gpu = gpuOf(type);
      const path = at("instanceTypes", position);
      if (INSTANCE_TYPES[type] === undefined) return [{ path, ...unknownType(type) }];
      if (pool.gpu === undefined) {
        return gpu === undefined
          ? []
          : [
              {
                path,
                message: `has ${gpu.count} ${gpu.model} GPU, but the pool declares none`,
                fix: 'add gpu: { sharing: "whole", type: "nvidia" } or choose a type without GPU',
              },
            ];
      }
      if (gpu === undefined) {
        return [
          {
            path,
            message: "has no GPU",
            fix: "choose a GPU type, e.g. g6.4xlarge",
          },
        ];
      }
      if (pool.gpu.sharing !== "mig") return [];
      const possible = slicesOf(gpu.model);
      if (possible[pool.gpu.profile] !== undefined) return [];
      const profiles = Object.keys(possible);
      return [
        {
          path: at("gpu", "profile"),
          message:
            profiles.length === 0
              ? `${gpu.model} (${type}) has no MIG`
              : `${gpu.model} (${type}) has no MIG profile "${pool.gpu.profile}"`,
          fix: profiles.length === 0 ? 'use sharing "whole"' : `use one of ${profiles.join(", ")}`,
        },
      ];
    }),
  ];
}

/** Without its size nobody can say what fits on the pool's nodes. */
function unknownType(type: string): Omit<Mismatch, "path"> {
  const guess = closest(type, Object.keys(INSTANCE_TYPES));
  const add = "add its size to environments/facts/instance-types.ts";
  return {
    message: "is not among the instance types whose size is known here",
    fix: guess === undefined ? add : `write "${guess}", or ${add}`,
  };
}

function gpuName(gpu: WorkerGpu): string {
  return gpu.type === "nvidia" && gpu.migProfile !== undefined
    ? `nvidia MIG slices ${gpu.migProfile}`
    : `a ${gpu.type} GPU`;
}

const poolsAreConsistent: Relation = {
  needs: ["cluster"],
  check: ({ cluster }) => {
    const { path, pools, machines } = declaredNodes(cluster);
    const names = [...pools, ...machines].map((node) => node.name);
    const repeated = names.flatMap((name, index) =>
      names.indexOf(name) < index
        ? [
            {
              path: [...path, index, "name"],
              message: "another one has this name",
              fix: "give each its own name",
            },
          ]
        : [],
    );
    return [...repeated, ...pools.flatMap((pool, index) => poolMismatches(pool, [...path, index]))];
  },
};

/** Whether a worker tolerates what keeps pods off a node: its GPU's taint and its declared ones. */
function tolerates(
  worker: WorkerSpec,
  node: NodePool | Machine,
  broadTolerations: boolean,
): boolean {
  const hard = node.taints.filter(
    ({ key, effect }) => effect !== "PreferNoSchedule" && key !== GPU_TAINT_KEY,
  );
  return (
    (worker.gpu !== undefined || node.gpu === undefined) && (hard.length === 0 || broadTolerations)
  );
}

const everyRoleHasNodes: Relation = {
  needs: ["cluster", "workload", "fallbacks"],
  check: ({ cluster, workload, fallbacks }) => {
    // Its pods select no node by role: a real cluster's nodes carry no labels of ours.
    if (cluster.kind === "kubeconfig") return [];
    const { path, pools, machines } = declaredNodes(cluster);
    const nodes = [...pools, ...machines];
    const places: readonly Mismatch[] = workload.workers.flatMap((worker, index): Mismatch[] => {
      const accepts = nodes.filter(
        (node) =>
          node.roles.includes(worker.role) &&
          tolerates(worker, node, fallbacks?.broadTolerations === true) &&
          (worker.gpu === undefined || offersGpu(node.gpu, worker.gpu)),
      );
      return accepts.length > 0
        ? []
        : [
            {
              path: ["workload", "workers", index, worker.gpu === undefined ? "role" : "gpu"],
              message: `no node that the worker tolerates has role ${worker.role}${worker.gpu ? ` with ${gpuName(worker.gpu)}` : ""}: the pods would stay Pending`,
              fix: `add such a node to ${path.join(".")}, or change the worker's role or gpu`,
            },
          ];
    });
    return nodes.some((node) => node.roles.includes("web"))
      ? places
      : [
          ...places,
          {
            path,
            message: "no node has role web: the web front and cgpu would stay Pending",
            fix: 'add "web" to the roles of one',
          },
        ];
  },
};

export const capacityRelations: readonly Relation[] = [
  poolsAreConsistent,
  everyRoleHasNodes,
  ...poolGpuRelations,
];
