import { gpuOf, type InstanceGpu } from "../../environments/facts/instance-types";
import { slicesOf } from "../../environments/facts/mig";
import { LABELS, roleLabel } from "../../environments/labels";
import type { GpuSpec, NodePool, Taint } from "../../environments/schema";
import { gpuLabels, gpuResources, taintsWithGpu } from "../gpu/gpu-nodes";
import type { NodeContract } from "./node-contract";

/** Label by which cluster-autoscaler knows that a node's GPU is still to come. */
const ACCELERATOR_LABEL = "k8s.amazonaws.com/accelerator";
const AUTOSCALER = "k8s.io/cluster-autoscaler";

/** Everything that node group, autoscaler and workload must agree on, from one pool object. */
export function poolContract(pool: NodePool): NodeContract {
  return {
    name: pool.name,
    labels: nodeLabels(pool),
    taints: nodeTaints(pool),
    extendedResources: extendedResources(pool),
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
export function extendedResources(pool: NodePool): Record<string, string> {
  return pool.gpu === undefined ? {} : gpuResources(pool.gpu, advertised(pool.gpu, poolGpu(pool)));
}

/**
 * Tags of the pool's Auto Scaling group: discovery, and the node that the
 * autoscaler imagines while the pool is at zero.
 *
 * Source: https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/cloudprovider/aws/README.md
 */
export function autoscalerTags(clusterName: string, pool: NodePool): Record<string, string> {
  const template = `${AUTOSCALER}/node-template`;
  return {
    [`${AUTOSCALER}/enabled`]: "true",
    [autoscalerOwnershipTag(clusterName)]: "owned",
    ...prefixed(`${template}/label`, nodeLabels(pool)),
    ...Object.fromEntries(
      nodeTaints(pool).map(({ key, value, effect }) => [
        `${template}/taint/${key}`,
        `${value}:${effect}`,
      ]),
    ),
    ...prefixed(`${template}/resources`, extendedResources(pool)),
  };
}

/** Tag key by which the autoscaler's role is limited to the groups of one cluster. */
export function autoscalerOwnershipTag(clusterName: string): string {
  return `${AUTOSCALER}/${clusterName}`;
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

function prefixed(
  prefix: string,
  values: Readonly<Record<string, string>>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [`${prefix}/${key}`, value]),
  );
}
