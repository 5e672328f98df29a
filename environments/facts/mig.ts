import type { GpuModel } from "./gpus";

/** A MIG profile: what one slice of it takes of its GPU. */
export interface MigProfile {
  /** Of seven. */
  readonly computeSlices: number;
  /** Of eight. */
  readonly memorySlices: number;
  /** Memory slices at which it may begin. */
  readonly starts: readonly number[];
}

/** Slices of one GPU by profile, e.g. `{ "1g.5gb": 2, "3g.20gb": 1 }`. */
export type MigSlices = Readonly<Record<string, number>>;

/** Slices that a GPU is divided into. Source: https://docs.nvidia.com/datacenter/tesla/mig-user-guide/concepts.html */
export const COMPUTE_SLICES = 7;
export const MEMORY_SLICES = 8;

const EVERYWHERE = [0, 1, 2, 3, 4, 5, 6];

/**
 * Profiles by their size, the same on A100 and H100: `nvidia-smi mig -lgipp`
 * lists where each may begin. Profiles with media extensions (`+me`) are left
 * out: a GPU has one of them, and the app does not ask for it.
 * Source: https://docs.nvidia.com/datacenter/tesla/mig-user-guide/getting-started-with-mig.html (List GPU Instance Profiles),
 * https://docs.nvidia.com/datacenter/tesla/mig-user-guide/supported-mig-profiles.html
 */
const SMALL = { computeSlices: 1, memorySlices: 1, starts: EVERYWHERE };
const SMALL_WITH_DOUBLE_MEMORY = { computeSlices: 1, memorySlices: 2, starts: [0, 2, 4, 6] };
const TWO = { computeSlices: 2, memorySlices: 2, starts: [0, 2, 4] };
const THREE = { computeSlices: 3, memorySlices: 4, starts: [0, 4] };
const FOUR = { computeSlices: 4, memorySlices: 4, starts: [0] };
const SEVEN = { computeSlices: 7, memorySlices: 8, starts: [0] };

const FORTY = {
  "1g.5gb": SMALL,
  "1g.10gb": SMALL_WITH_DOUBLE_MEMORY,
  "2g.10gb": TWO,
  "3g.20gb": THREE,
  "4g.20gb": FOUR,
  "7g.40gb": SEVEN,
};
const EIGHTY = {
  "1g.10gb": SMALL,
  "1g.20gb": SMALL_WITH_DOUBLE_MEMORY,
  "2g.20gb": TWO,
  "3g.40gb": THREE,
  "4g.40gb": FOUR,
  "7g.80gb": SEVEN,
};

/** Profiles by GPU; a GPU that is missing has no MIG. */
const PROFILES: Partial<Record<GpuModel, Readonly<Record<string, MigProfile>>>> = {
  "A100-40": FORTY,
  "A100-80": EIGHTY,
  "H100-80": EIGHTY,
};

/**
 * What mig-parted calls `all-balanced`.
 * Source: https://github.com/NVIDIA/mig-parted/blob/main/deployments/systemd/config-default.yaml
 */
const BALANCED: Partial<Record<GpuModel, MigSlices>> = {
  "A100-40": { "1g.5gb": 2, "2g.10gb": 1, "3g.20gb": 1 },
  "A100-80": { "1g.10gb": 2, "2g.20gb": 1, "3g.40gb": 1 },
  "H100-80": { "1g.10gb": 2, "2g.20gb": 1, "3g.40gb": 1 },
};

/** Profiles of a GPU by name; empty without MIG. */
export function migProfilesOf(model: GpuModel): Readonly<Record<string, MigProfile>> {
  return PROFILES[model] ?? {};
}

/** The balanced layout of a GPU; undefined without MIG. */
export function balancedSlicesOf(model: GpuModel): MigSlices | undefined {
  return BALANCED[model];
}

/** Memory of one slice, GiB, as its profile's name says: `2g.10gb` has 10. */
export function sliceMemoryGiB(profile: string): number {
  return Number(/\.([0-9]+)gb$/.exec(profile)?.[1] ?? 0);
}
