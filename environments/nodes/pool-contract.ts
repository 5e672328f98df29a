import { eksNode } from "../facts/eks-allocatable";
import { gpuOf, INSTANCE_TYPES, type InstanceGpu } from "../facts/instance-types";
import { slicesOf } from "../facts/mig";
import { LABELS, roleLabel } from "../labels";
import type { GpuSpec, NodePool, Taint } from "../schema";
import { gpuLabels, gpuResources, taintsWithGpu } from "./gpu-nodes";
import type { NodeContract } from "./node-contract";
import type { NodeResources, NodeSize, ResourceAmounts } from "./node-resources";

/** Label by which cluster-autoscaler knows that a node's GPU is still to come. */
const ACCELERATOR_LABEL = "k8s.amazonaws.com/accelerator";

/** Everything that node group, autoscaler, testbed and workload must agree on, from one pool object. */
export function poolContract(pool: NodePool): NodeContract {
  const { capacity, allocatable } = nodeSize(pool);
  const extended = extendedResources(pool);
  return {
    name: pool.name,
    architecture: pool.architecture,
    count: { min: pool.min, max: pool.max },
    labels: nodeLabels(pool),
    taints: nodeTaints(pool),
    capacity: { ...capacity, ...extended },
    allocatable: { ...allocatable, ...extended },
  };
}

/** Labels of the pool's nodes; derived ones win over declared ones. */
export function nodeLabels(pool: NodePool): Record<string, string> {
  return {
    ...pool.labels,
    [LABELS.pool]: pool.name,
    ...Object.fromEntries(pool.roles.map((role) => [roleLabel(role), "true"])),
    ...gpuLabels(pool.gpu),
    ...acceleratorLabel(pool),
  };
}

/** Taints of the pool's nodes; GPU pools get the GPU taint whether declared or not. */
export function nodeTaints(pool: NodePool): readonly Taint[] {
  return taintsWithGpu(pool.taints, pool.gpu);
}

/** Extended resources of one node of the pool; empty without GPU. */
export function extendedResources(pool: NodePool): ResourceAmounts {
  return pool.gpu === undefined ? {} : gpuResources(pool.gpu, advertised(pool.gpu, poolGpu(pool)));
}

/** Of instance types that differ the smallest counts, resource by resource: nobody knows which one comes. */
function nodeSize(pool: NodePool): NodeSize {
  const sizes = pool.instanceTypes.map((name) => {
    const type = INSTANCE_TYPES[name];
    // Validation has made sure that all are known.
    if (type === undefined) throw new Error(`pool ${pool.name}: ${name} has no known size`);
    return eksNode(type, pool.diskGiB);
  });
  return {
    capacity: smallest(sizes.map(({ capacity }) => capacity)),
    allocatable: smallest(sizes.map(({ allocatable }) => allocatable)),
  };
}

function smallest(all: readonly NodeResources[]): NodeResources {
  const least = (name: string) => Math.min(...all.map((resources) => resources[name] ?? 0));
  return {
    cpu: least("cpu"),
    memory: least("memory"),
    "ephemeral-storage": least("ephemeral-storage"),
    pods: least("pods"),
  };
}

/**
 * With this label a node counts as unready until `nvidia.com/gpu` is above zero,
 * and mixed MIG keeps that at zero for ever: never on such a pool.
 */
function acceleratorLabel(pool: NodePool): Record<string, string> {
  if (pool.gpu === undefined) return {};
  if (pool.gpu.sharing === "mig" && pool.gpu.strategy === "mixed") return {};
  return { [ACCELERATOR_LABEL]: `nvidia-${poolGpu(pool).model.toLowerCase()}` };
}

/** GPUs, or MIG slices, that one node advertises. */
function advertised(gpu: GpuSpec, instance: InstanceGpu): number {
  return gpu.sharing === "mig"
    ? slicesPerGpu(gpu.profile, instance) * instance.count
    : instance.count;
}

/** MIG slices that one GPU is cut into; validation has made sure that the model has the profile. */
export function slicesPerGpu(profile: string, { model }: InstanceGpu): number {
  const slices = slicesOf(model)[profile];
  if (slices === undefined) throw new Error(`${model} has no MIG profile ${profile}`);
  return slices;
}

/** GPUs of one instance; validation has made sure that all types of the pool have the same. */
export function poolGpu(pool: NodePool): InstanceGpu {
  const gpu = gpuOf(pool.instanceTypes[0] ?? "");
  if (gpu === undefined) throw new Error(`pool ${pool.name}: its instance types have no known GPU`);
  return gpu;
}
