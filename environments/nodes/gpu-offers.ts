import { GPUS, type GpuModel, type GpuType } from "../facts/gpus";
import { sliceMemoryGiB } from "../facts/mig";
import {
  gpuResources,
  migResource,
  type NodeGpus,
  nodeSlices,
  sliceEncodes,
  unitMemoryGiB,
  wholeGpuResource,
} from "./gpu-nodes";

/** One GPU resource of a node, as something that a pod can ask for. */
export interface GpuOffer {
  readonly type: GpuType;
  readonly model: GpuModel;
  /** Extended resource. */
  readonly resource: string;
  /** Of one unit; of a time-sliced card a pod's share, which nothing guards. */
  readonly memoryGiB: number;
  /** Units of one node. */
  readonly units: number;
  /** Units that one pod can make use of: one slice or share, or all whole cards. */
  readonly unitsPerPod: number;
  /** Of the slice; undefined: no slice. */
  readonly profile: string | undefined;
  /** Under a resource of its own, not as the vendor's GPU. */
  readonly ownResource: boolean;
  /** One unit encodes video itself. */
  readonly encoder: boolean;
  /** Groups of the device files; empty where the runtime opens them. */
  readonly deviceGroups: readonly number[];
}

/** Everything that a node's GPUs offer to pods. */
export function gpuOffers(gpus: NodeGpus): readonly GpuOffer[] {
  const { type, model, count, sharing, deviceGroups } = gpus;
  const common = { type, model, deviceGroups };
  if (sharing.sharing === "mig" && sharing.strategy === "mixed") {
    return Object.entries(nodeSlices(gpus, sharing)).map(([profile, each]) => ({
      ...common,
      resource: migResource(profile),
      memoryGiB: sliceMemoryGiB(profile),
      units: each * count,
      unitsPerPod: 1,
      profile,
      ownResource: true,
      encoder: sliceEncodes(model, profile),
    }));
  }
  const resource = wholeGpuResource(type);
  const units = gpuResources(gpus)[resource] ?? 0;
  return [
    {
      ...common,
      resource,
      memoryGiB: unitMemoryGiB(gpus) ?? 0,
      units,
      // CUDA uses one slice at most, and two shares may be of one card.
      unitsPerPod: sharing.sharing === "whole" ? units : 1,
      profile: sharing.sharing === "mig" ? sharing.profile : undefined,
      ownResource: false,
      encoder:
        sharing.sharing === "mig" ? sliceEncodes(model, sharing.profile) : GPUS[model].encoder,
    },
  ];
}

/** In words, e.g. `24 x nvidia.com/mig-2g.10gb (A100-40, 10 GiB)`. */
export function describeOffer({ units, resource, model, memoryGiB, profile }: GpuOffer): string {
  const slice = profile === undefined ? "" : ` ${profile}`;
  return `${units} x ${resource} (${model}${slice}, ${memoryGiB} GiB)`;
}
