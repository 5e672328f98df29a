import { z } from "zod";
import { AMD_MODELS, GPU_TYPES, JETSON_MODELS, NVIDIA_MODELS } from "../facts/gpus";
import { positive, settingName } from "./common";

const migProfile = z.string().regex(/^[1-7]g\.[0-9]+gb$/, 'must be a MIG profile, e.g. "2g.10gb"');

/** Each GPU for one pod at a time. */
const whole = z.strictObject({ sharing: z.literal("whole") });

/** Each GPU for several pods in turn; memory is neither divided nor guarded. */
const timeSliced = z.strictObject({
  sharing: z.literal("time-sliced"),
  /** Pods that share one GPU. */
  replicas: z.int().min(2).max(48),
});

/** MIG slices that are all alike, advertised as `nvidia.com/gpu`. */
const migSingle = z.strictObject({
  sharing: z.literal("mig"),
  strategy: z.literal("single"),
  /** As many slices of it as the GPU holds. */
  profile: migProfile,
});

/** How a GPU is cut. */
const migLayout = z.discriminatedUnion("kind", [
  /** As many slices of one profile as the GPU holds; mig-parted's `all-<profile>`. */
  z.strictObject({ kind: z.literal("uniform"), profile: migProfile }),
  /** Small, middle and large ones; mig-parted's `all-balanced`. */
  z.strictObject({ kind: z.literal("balanced") }),
  /** Slices of each GPU by profile. */
  z.strictObject({
    kind: z.literal("custom"),
    slices: z
      .record(migProfile, z.int().min(1).max(7))
      .refine((slices) => Object.keys(slices).length > 0, {
        error: "has no slice",
        params: { fix: 'name at least one profile, e.g. { "3g.20gb": 2 }' },
      }),
  }),
]);

/** MIG slices, advertised by profile as `nvidia.com/mig-<profile>`. */
const migMixed = z.strictObject({
  sharing: z.literal("mig"),
  strategy: z.literal("mixed"),
  layout: migLayout,
});

const mig = z.discriminatedUnion("strategy", [migSingle, migMixed]);
export type MigSharing = z.output<typeof mig>;

/** How the GPUs of a node pool's instances are shared; which ones they are the instance type says. */
export const poolGpu = z.discriminatedUnion("sharing", [whole, timeSliced, mig]);
export type GpuSharing = z.output<typeof poolGpu>;

const nvidiaCards = {
  type: z.literal("nvidia"),
  model: z.enum(NVIDIA_MODELS),
  /** Cards of the machine. */
  count: positive,
};

/** GPUs of a k3s machine. */
export const machineGpu = z.discriminatedUnion("type", [
  z.discriminatedUnion("sharing", [
    whole.extend(nvidiaCards),
    timeSliced.extend(nvidiaCards),
    z.discriminatedUnion("strategy", [migSingle.extend(nvidiaCards), migMixed.extend(nvidiaCards)]),
  ]),
  z.strictObject({
    type: z.literal("amd-rocm"),
    sharing: z.literal("whole"),
    model: z.enum(AMD_MODELS),
    count: positive,
    /** Groups of /dev/kfd and /dev/dri/render* (`stat -c %g /dev/kfd`): pods that use the card are not root. */
    deviceGroups: z.array(positive).min(1),
  }),
  z.strictObject({
    type: z.literal("nvidia-tegra"),
    sharing: z.literal("whole"),
    model: z.enum(JETSON_MODELS),
    /** A Jetson has one. */
    count: z.literal(1),
  }),
]);
export type MachineGpu = z.output<typeof machineGpu>;

/** Who makes the GPU. `any`: NVIDIA or AMD, not Jetson, whose images are others. */
const vendor = z.enum(["nvidia", "amd", "jetson", "any"]);
/** GPUs of one pod; more than one are whole ones. Absent: 1. */
const count = positive.optional();

/** GPU that one pod of a worker needs; nodes, resource and labels follow from the environment's nodes. */
export const workerGpu = z.discriminatedUnion("need", [
  /** Whichever there is; MIG slices that have a resource of their own are not meant. */
  z.strictObject({ need: z.literal("any"), vendor, count }),
  /** The smallest that encodes video itself, be it a slice; whatever has one is meant, also from other pools. */
  z.strictObject({ need: z.literal("encoder"), vendor }),
  /** The smallest that has so much memory, be it a slice. */
  z.strictObject({ need: z.literal("memory"), vendor, memoryGiB: positive, count }),
  /** A slice of this profile. */
  z.strictObject({ need: z.literal("mig"), profile: migProfile }),
]);
export type WorkerGpu = z.output<typeof workerGpu>;

/** Variable that names the encoder in the app's words, by the GPU's type. */
export const gpuEncoder = z.strictObject({
  variable: settingName,
  values: z.record(z.enum(GPU_TYPES), z.string().min(1)),
  /** Where the pod may land on a GPU without an encoder. */
  none: z.string().min(1),
});
export type GpuEncoder = z.output<typeof gpuEncoder>;
