import type { GpuModel } from "./instance-types";

const A100_40 = {
  "1g.5gb": 7,
  "1g.10gb": 4,
  "2g.10gb": 3,
  "3g.20gb": 2,
  "4g.20gb": 1,
  "7g.40gb": 1,
};
const EIGHTY = {
  "1g.10gb": 7,
  "1g.20gb": 4,
  "2g.20gb": 3,
  "3g.40gb": 2,
  "4g.40gb": 1,
  "7g.80gb": 1,
};

/**
 * Slices of each profile that one GPU holds; a GPU that is missing has no MIG.
 * Source: https://docs.nvidia.com/datacenter/tesla/mig-user-guide/
 */
const MIG_SLICES: Partial<Record<GpuModel, Readonly<Record<string, number>>>> = {
  "A100-40": A100_40,
  "A100-80": EIGHTY,
  "H100-80": EIGHTY,
};

/** Profiles of a GPU model and how many slices of each one GPU holds; empty without MIG. */
export function slicesOf(model: GpuModel): Readonly<Record<string, number>> {
  return MIG_SLICES[model] ?? {};
}
