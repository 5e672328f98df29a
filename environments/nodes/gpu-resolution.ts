import type { GpuType } from "../facts/gpus";
import { LABELS, type NodeRole } from "../labels";
import type { ClusterSpec, Machine, NodePool, WorkerGpu } from "../schema";
import { type GpuOffer, gpuOffers } from "./gpu-offers";
import type { NodeGpus } from "./gpu-nodes";
import { machineGpus } from "./machine-contract";
import type { OwnRequirement } from "./node-affinity";
import { poolGpus } from "./pool-contract";

/** Nodes of one name and what one of their GPU resources offers. */
export interface NodeOffer {
  /** Node pool or machine. */
  readonly node: string;
  readonly offer: GpuOffer;
}

/** What a worker's wish for a GPU comes to in one environment. */
export interface GpuResolution {
  readonly type: GpuType;
  /** Extended resource, and how much of it one pod asks for. */
  readonly resource: string;
  readonly count: number;
  /** Labels of the nodes that have it; empty where nodes carry no labels of ours. */
  readonly nodeSelector: Readonly<Record<string, string>>;
  /** Further requirements on labels. */
  readonly nodeRequirements: readonly OwnRequirement[];
  /** All nodes that these select, smallest offer first. */
  readonly nodes: readonly NodeOffer[];
}

/** Kinds of GPU by vendor. A Jetson takes other images (arm64, L4T): only who names it is meant. */
const TYPES = {
  nvidia: ["nvidia"],
  amd: ["amd-rocm"],
  jetson: ["nvidia-tegra"],
  any: ["nvidia", "amd-rocm"],
} as const satisfies Record<string, readonly GpuType[]>;

/**
 * The smallest resource that satisfies a worker, and the nodes that have it in
 * that size or larger; undefined: no node of the worker's role has.
 */
export function resolveGpu(
  gpu: WorkerGpu,
  role: NodeRole,
  cluster: ClusterSpec,
): GpuResolution | undefined {
  const satisfying = offersTo(role, cluster)
    .filter(({ offer }) => satisfies(offer, gpu))
    .sort((left, right) => left.offer.memoryGiB - right.offer.memoryGiB);
  const [smallest] = satisfying;
  if (smallest === undefined) return undefined;
  const { type, resource } = smallest.offer;
  return {
    type,
    resource,
    count: countOf(gpu),
    ...selection(gpu, smallest.offer, cluster),
    nodes: satisfying.filter(({ offer }) => offer.type === type && offer.resource === resource),
  };
}

/** Extended resources that the GPUs of all nodes come as. */
export function gpuResourceNames(cluster: ClusterSpec): readonly string[] {
  const offers = nodesOf(cluster).flatMap(({ gpus }) =>
    gpus === undefined ? [] : gpuOffers(gpus),
  );
  return [...new Set(offers.map(({ resource }) => resource))];
}

/** All that nodes of a role offer, in the order of the data. */
export function offersTo(role: NodeRole, cluster: ClusterSpec): readonly NodeOffer[] {
  return nodesOf(cluster)
    .filter(({ roles }) => roles.includes(role))
    .flatMap(({ name, gpus }) =>
      gpus === undefined ? [] : gpuOffers(gpus).map((offer) => ({ node: name, offer })),
    );
}

function satisfies(offer: GpuOffer, gpu: WorkerGpu): boolean {
  if (gpu.need === "mig") return offer.profile === gpu.profile;
  const types: readonly GpuType[] = TYPES[gpu.vendor];
  if (!types.includes(offer.type) || offer.unitsPerPod < countOf(gpu)) return false;
  switch (gpu.need) {
    case "any":
      return !offer.ownResource;
    case "encoder":
      return offer.encoder;
    case "memory":
      return offer.memoryGiB >= gpu.memoryGiB;
    default:
      return gpu satisfies never;
  }
}

/** Selects exactly the nodes that satisfy: one resource name stands for cards and slices of every size. */
function selection(
  gpu: WorkerGpu,
  { type, ownResource }: GpuOffer,
  cluster: ClusterSpec,
): Pick<GpuResolution, "nodeSelector" | "nodeRequirements"> {
  // A bare kubeconfig's nodes carry no labels of ours: there the resource alone decides.
  if (cluster.kind === "kubeconfig") return { nodeSelector: {}, nodeRequirements: [] };
  const nodeSelector = { [LABELS.gpuEnabled]: "true", [LABELS.gpuType]: type };
  if (ownResource) return { nodeSelector, nodeRequirements: [] };
  return {
    nodeSelector: {
      ...nodeSelector,
      ...(gpu.need === "mig" ? { [LABELS.gpuSlice]: gpu.profile } : {}),
      ...(gpu.need === "encoder" ? { [LABELS.gpuEncoder]: "true" } : {}),
      ...(countOf(gpu) > 1 ? { [LABELS.gpuSharing]: "whole" } : {}),
    },
    nodeRequirements:
      gpu.need === "memory"
        ? [{ key: LABELS.gpuMemory, operator: "Gt", values: [String(gpu.memoryGiB - 1)] }]
        : [],
  };
}

function countOf(gpu: WorkerGpu): number {
  return gpu.need === "mig" || gpu.need === "encoder" ? 1 : (gpu.count ?? 1);
}

interface GpuNode {
  readonly name: string;
  readonly roles: readonly NodeRole[];
  readonly gpus: NodeGpus | undefined;
}

function nodesOf(cluster: ClusterSpec): readonly GpuNode[] {
  const pools = (all: readonly NodePool[]) =>
    all.map((pool) => ({ name: pool.name, roles: pool.roles, gpus: poolGpus(pool) }));
  const machines = (all: readonly Machine[]) =>
    all.map((one) => ({ name: one.name, roles: one.roles, gpus: machineGpus(one) }));
  switch (cluster.kind) {
    case "eks":
      return pools(cluster.pools);
    case "k3s":
      return machines(cluster.machines);
    case "kubeconfig":
      return pools(cluster.testbed.pools);
    default:
      return cluster satisfies never;
  }
}
