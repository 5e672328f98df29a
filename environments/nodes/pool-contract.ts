import { eksNode } from "../facts/eks-allocatable";
import { gpuOf, INSTANCE_TYPES } from "../facts/instance-types";
import { LABELS, roleLabel, STARTUP_TAINT_KEY } from "../labels";
import type { NodePool, Taint } from "../schema";
import { gpuLabels, gpuResources, type NodeGpus, taintsWithGpu } from "./gpu-nodes";
import type { NodeContract } from "./node-contract";
import type { NodeResources, NodeSize } from "./node-resources";

/** Label by which cluster-autoscaler knows that a node's GPU is still to come. */
const ACCELERATOR_LABEL = "k8s.amazonaws.com/accelerator";

/** Everything that node group, autoscaler, testbed and workload must agree on, from one pool object. */
export function poolContract(pool: NodePool): NodeContract {
  const { capacity, allocatable } = nodeSize(pool);
  const extended = gpuResources(poolGpus(pool));
  return {
    name: pool.name,
    architecture: pool.architecture,
    count: { min: pool.min, max: pool.max },
    labels: nodeLabels(pool),
    taints: taintsWithGpu(pool.taints, poolGpus(pool)),
    startupTaints: startupTaints(poolGpus(pool)),
    capacity: { ...capacity, ...extended },
    allocatable: { ...allocatable, ...extended },
  };
}

/** Derived labels win over declared ones. */
function nodeLabels(pool: NodePool): Record<string, string> {
  return {
    ...pool.labels,
    [LABELS.pool]: pool.name,
    ...Object.fromEntries(pool.roles.map((role) => [roleLabel(role), "true"])),
    ...gpuLabels(poolGpus(pool)),
    ...acceleratorLabel(poolGpus(pool)),
  };
}

/** Of instance types that differ the smallest counts, resource by resource: any of them may come. */
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
 * With this label a node counts as unready until `nvidia.com/gpu` is above zero:
 * right where it will be, as nodes are ready before their device plugin is. Mixed
 * MIG keeps that resource at zero for ever: there a startup taint does the same.
 * https://github.com/kubernetes/autoscaler/blob/cluster-autoscaler-1.35.2/cluster-autoscaler/processors/customresources/gpu_processor.go
 */
function acceleratorLabel(gpus: NodeGpus | undefined): Record<string, string> {
  return gpus === undefined || hasOwnSliceResources(gpus)
    ? {}
    : { [ACCELERATOR_LABEL]: `nvidia-${gpus.model.toLowerCase()}` };
}

/** Taints that last until the device plugin has advertised what the autoscaler was promised. */
function startupTaints(gpus: NodeGpus | undefined): readonly Taint[] {
  return gpus !== undefined && hasOwnSliceResources(gpus)
    ? [{ key: STARTUP_TAINT_KEY, value: "true", effect: "NoSchedule" }]
    : [];
}

function hasOwnSliceResources({ sharing }: NodeGpus): boolean {
  return sharing.sharing === "mig" && sharing.strategy === "mixed";
}

/** GPUs of one instance of the pool; undefined without. Validation has made sure that all its types have the same. */
export function poolGpus({ name, instanceTypes, gpu }: NodePool): NodeGpus | undefined {
  if (gpu === undefined) return undefined;
  const found = gpuOf(instanceTypes[0] ?? "");
  if (found === undefined) throw new Error(`pool ${name}: its instance types have no known GPU`);
  return { ...found, type: "nvidia", sharing: gpu, deviceGroups: [] };
}
