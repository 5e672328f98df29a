import type { GpuModel } from "./gpus";

/** A MIG profile: what one slice of it takes of its GPU, and has of it. */
export interface MigProfile {
  /** Of the geometry's. */
  readonly computeSlices: number;
  /** Of the geometry's. */
  readonly memorySlices: number;
  /** Memory slices at which it may begin. */
  readonly starts: readonly number[];
  /** Video encoders of one slice; the computing cards have none to divide. */
  readonly encoders: number;
}

/** Slices of one GPU by profile, e.g. `{ "1g.5gb": 2, "3g.20gb": 1 }`. */
export type MigSlices = Readonly<Record<string, number>>;

/** Slices that a GPU is divided into. */
export interface MigGeometry {
  readonly computeSlices: number;
  readonly memorySlices: number;
  /**
   * `nvidia-smi mig -lgipp` of such a card was read: `starts` are its own numbers, which
   * user data may name. Otherwise they only say what fits beside what.
   */
  readonly placesRead: boolean;
  readonly profiles: Readonly<Record<string, MigProfile>>;
}

/**
 * Seven compute and eight memory slices: A100, Hopper, and Blackwell's B200 and B300.
 * Profiles by their size, one table for all: `nvidia-smi mig -lgipp` lists where each may
 * begin. Profiles with media extensions (`+me`) are left out: a GPU has one of
 * them, and the app does not ask for it.
 * Source: https://docs.nvidia.com/datacenter/tesla/mig-user-guide/getting-started-with-mig.html (List GPU Instance Profiles),
 * https://docs.nvidia.com/datacenter/tesla/mig-user-guide/supported-mig-profiles.html, concepts.html; B300's
 * names: https://github.com/NVIDIA/mig-parted/blob/bd7160f4/deployments/systemd/config-default.yaml
 */
function seven(
  placesRead: boolean,
  [small, smallWithDoubleMemory, two, three, four, whole]: readonly [
    string,
    string,
    string,
    string,
    string,
    string,
  ],
): MigGeometry {
  const encoders = 0;
  return {
    computeSlices: 7,
    memorySlices: 8,
    placesRead,
    profiles: {
      [small]: { computeSlices: 1, memorySlices: 1, starts: [0, 1, 2, 3, 4, 5, 6], encoders },
      [smallWithDoubleMemory]: {
        computeSlices: 1,
        memorySlices: 2,
        starts: [0, 2, 4, 6],
        encoders,
      },
      [two]: { computeSlices: 2, memorySlices: 2, starts: [0, 2, 4], encoders },
      [three]: { computeSlices: 3, memorySlices: 4, starts: [0, 4], encoders },
      [four]: { computeSlices: 4, memorySlices: 4, starts: [0], encoders },
      [whole]: { computeSlices: 7, memorySlices: 8, starts: [0], encoders },
    },
  };
}

/**
 * Two halves: RTX PRO 4500 and 5000. One encoder in each, all three in the whole.
 * Source: https://docs.nvidia.com/datacenter/tesla/mig-user-guide/supported-mig-profiles.html (RTX PRO 5000, RTX PRO 4500)
 */
function halves(half: string, whole: string): MigGeometry {
  return {
    computeSlices: 2,
    memorySlices: 2,
    placesRead: false,
    profiles: {
      [half]: { computeSlices: 1, memorySlices: 1, starts: [0, 1], encoders: 1 },
      [whole]: { computeSlices: 2, memorySlices: 2, starts: [0], encoders: 3 },
    },
  };
}

/**
 * Geometry by GPU; a GPU that is missing has no MIG. Variants of RTX PRO's profiles are
 * left out as well: `+gfx` (graphics), `+me.all` (all encoders in one slice), `-me` (none).
 */
const GEOMETRIES: Partial<Record<GpuModel, MigGeometry>> = {
  "A100-40": seven(true, ["1g.5gb", "1g.10gb", "2g.10gb", "3g.20gb", "4g.20gb", "7g.40gb"]),
  "A100-80": seven(true, ["1g.10gb", "1g.20gb", "2g.20gb", "3g.40gb", "4g.40gb", "7g.80gb"]),
  "H100-80": seven(true, ["1g.10gb", "1g.20gb", "2g.20gb", "3g.40gb", "4g.40gb", "7g.80gb"]),
  H200: seven(false, ["1g.18gb", "1g.35gb", "2g.35gb", "3g.71gb", "4g.71gb", "7g.141gb"]),
  B200: seven(false, ["1g.23gb", "1g.45gb", "2g.45gb", "3g.90gb", "4g.90gb", "7g.180gb"]),
  B300: seven(false, ["1g.34gb", "1g.67gb", "2g.67gb", "3g.135gb", "4g.135gb", "7g.269gb"]),
  /** https://docs.nvidia.com/datacenter/tesla/mig-user-guide/supported-mig-profiles.html (A30) */
  A30: {
    computeSlices: 4,
    memorySlices: 4,
    placesRead: false,
    profiles: {
      "1g.6gb": { computeSlices: 1, memorySlices: 1, starts: [0, 1, 2, 3], encoders: 0 },
      "2g.12gb": { computeSlices: 2, memorySlices: 2, starts: [0, 2], encoders: 0 },
      "4g.24gb": { computeSlices: 4, memorySlices: 4, starts: [0], encoders: 0 },
    },
  },
  /**
   * Each quarter has an encoder and a decoder of its own. The card's memory has 12 places:
   * `nvidia-smi mig -lgipp` on one says {0,3,6,9}:3, {0,6}:6 and {0}:12.
   * https://docs.nvidia.com/datacenter/tesla/mig-user-guide/supported-mig-profiles.html (RTX PRO 6000)
   */
  "RTX-PRO-6000": {
    computeSlices: 4,
    memorySlices: 12,
    placesRead: true,
    profiles: {
      "1g.24gb": { computeSlices: 1, memorySlices: 3, starts: [0, 3, 6, 9], encoders: 1 },
      "2g.48gb": { computeSlices: 2, memorySlices: 6, starts: [0, 6], encoders: 2 },
      "4g.96gb": { computeSlices: 4, memorySlices: 12, starts: [0], encoders: 4 },
    },
  },
  "RTX-PRO-5000": halves("1g.24gb", "2g.48gb"),
  "RTX-PRO-4500": halves("1g.16gb", "2g.32gb"),
};

/**
 * What mig-parted calls `all-balanced`; the halves of RTX PRO 4500 and 5000 have none.
 * Source: https://github.com/NVIDIA/mig-parted/blob/bd7160f4/deployments/systemd/config-default.yaml
 */
const BALANCED: Partial<Record<GpuModel, MigSlices>> = {
  "A100-40": { "1g.5gb": 2, "2g.10gb": 1, "3g.20gb": 1 },
  "A100-80": { "1g.10gb": 2, "2g.20gb": 1, "3g.40gb": 1 },
  "H100-80": { "1g.10gb": 2, "2g.20gb": 1, "3g.40gb": 1 },
  H200: { "1g.18gb": 2, "2g.35gb": 1, "3g.71gb": 1 },
  B200: { "1g.23gb": 2, "2g.45gb": 1, "3g.90gb": 1 },
  B300: { "1g.34gb": 2, "2g.67gb": 1, "3g.135gb": 1 },
  A30: { "1g.6gb": 2, "2g.12gb": 1 },
  "RTX-PRO-6000": { "1g.24gb": 2, "2g.48gb": 1 },
};

/** What a GPU is divided into; undefined without MIG. */
export function migGeometryOf(model: GpuModel): MigGeometry | undefined {
  return GEOMETRIES[model];
}

/** Profiles of a GPU by name; empty without MIG. */
export function migProfilesOf(model: GpuModel): Readonly<Record<string, MigProfile>> {
  return GEOMETRIES[model]?.profiles ?? {};
}

/** The balanced layout of a GPU; undefined where it has none. */
export function balancedSlicesOf(model: GpuModel): MigSlices | undefined {
  return BALANCED[model];
}

/** Memory of one slice, GiB, as its profile's name says: `2g.10gb` has 10. */
export function sliceMemoryGiB(profile: string): number {
  return Number(/\.([0-9]+)gb$/.exec(profile)?.[1] ?? 0);
}
