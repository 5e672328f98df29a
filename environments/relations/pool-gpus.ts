import { architectureOf, gpuOf } from "../facts/instance-types";
import type { Mismatch, Relation } from "../relations";
import type { GpuSpec, NodePool, WorkerGpu } from "../schema";
import { declaredNodes } from "./declared-nodes";

/** Whether a node with these GPUs advertises the resource that a worker asks for. */
export function offersGpu(node: GpuSpec | undefined, worker: WorkerGpu): boolean {
  if (node?.type !== worker.type) return false;
  const mixed = node.sharing === "mig" && node.strategy === "mixed" ? node.profile : undefined;
  return worker.type === "nvidia" ? worker.migProfile === mixed : mixed === undefined;
}

/** One launch of a pool must be like any other: the autoscaler imagines all from one template. */
function typeMismatches(pool: NodePool, at: Mismatch["path"]): readonly Mismatch[] {
  const first = gpuOf(pool.instanceTypes[0] ?? "");
  return pool.instanceTypes.flatMap((type, position): Mismatch[] => {
    const path = [...at, "instanceTypes", position];
    const architecture = architectureOf(type);
    const gpu = gpuOf(type);
    if (architecture !== undefined && architecture !== pool.architecture) {
      return [
        {
          path,
          message: `is ${architecture}, but the pool's architecture is ${pool.architecture}`,
          fix: `choose a type that is ${pool.architecture}, or set architecture: "${architecture}"`,
        },
      ];
    }
    if (first === undefined || gpu === undefined) return [];
    return gpu.model === first.model && gpu.count === first.count
      ? []
      : [
          {
            path,
            message: `has ${gpu.count} ${gpu.model}, but the first type of the pool has ${first.count} ${first.model}`,
            fix: "make a pool of its own for it",
          },
        ];
  });
}

function vendorMismatches(pool: NodePool, at: Mismatch["path"]): readonly Mismatch[] {
  return pool.gpu === undefined || pool.gpu.type === "nvidia"
    ? []
    : [
        {
          path: [...at, "gpu", "type"],
          message: "the GPU instance types known here are all NVIDIA",
          fix: 'use "nvidia"',
        },
      ];
}

const poolsLaunchAlike: Relation = {
  needs: ["cluster"],
  check: ({ cluster }) => {
    const { path, pools } = declaredNodes(cluster);
    return pools.flatMap((pool, index) => [
      ...typeMismatches(pool, [...path, index]),
      ...vendorMismatches(pool, [...path, index]),
    ]);
  },
};

/** The device plugin's release has one MIG strategy for the whole cluster. */
const oneMigStrategy: Relation = {
  needs: ["cluster"],
  check: ({ cluster }) => {
    const { path, pools, machines } = declaredNodes(cluster);
    const strategies = [...pools, ...machines].map(({ gpu }) =>
      gpu?.sharing === "mig" ? gpu.strategy : undefined,
    );
    const first = strategies.find((strategy) => strategy !== undefined);
    return strategies.flatMap((strategy, index) =>
      strategy === undefined || strategy === first
        ? []
        : [
            {
              path: [...path, index, "gpu", "strategy"],
              message: `another node has MIG strategy "${first}", and the device plugin can do one`,
              fix: `use "${first}" here as well`,
            },
          ],
    );
  },
};

export const poolGpuRelations: readonly Relation[] = [poolsLaunchAlike, oneMigStrategy];
