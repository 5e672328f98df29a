import type { GpuModel } from "../facts/gpus";
import {
  balancedSlicesOf,
  migGeometryOf,
  type MigGeometry,
  migProfilesOf,
  type MigProfile,
  type MigSlices,
} from "../facts/mig";
import type { MigSharing } from "../schema";

/** A slice, and the memory slice of its GPU that it begins at. */
export interface PlacedSlice {
  readonly profile: string;
  readonly start: number;
}

/** What {@link mostSlices} found, by model and profile: relations ask for each pool, again and again. */
const most = new Map<string, number>();

/** Slices of one profile that a GPU holds at most; 0: it does not have the profile. */
export function mostSlices(model: GpuModel, profile: string): number {
  const profiles = migProfilesOf(model);
  if (!Object.hasOwn(profiles, profile)) return 0;
  const key = `${model} ${profile}`;
  const found = most.get(key) ?? countedSlices(model, profile);
  most.set(key, found);
  return found;
}

function countedSlices(model: GpuModel, profile: string): number {
  const { computeSlices = 0 } = migGeometryOf(model) ?? {};
  return Math.max(
    0,
    ...Array.from({ length: computeSlices }, (_, index) => index + 1).filter(
      (count) => placeSlices(model, { [profile]: count }) !== undefined,
    ),
  );
}

/**
 * Slices that a declaration cuts each GPU of a model into; undefined where the
 * model has no such profile or layout. That they fit is {@link placeSlices}'s word.
 */
export function slicesOf(sharing: MigSharing, model: GpuModel): MigSlices | undefined {
  if (sharing.strategy === "single") return uniform(sharing.profile, model);
  const { layout } = sharing;
  switch (layout.kind) {
    case "uniform":
      return uniform(layout.profile, model);
    case "balanced":
      return balancedSlicesOf(model);
    case "custom": {
      const profiles = migProfilesOf(model);
      return Object.keys(layout.slices).every((profile) => Object.hasOwn(profiles, profile))
        ? layout.slices
        : undefined;
    }
    default:
      return layout satisfies never;
  }
}

function uniform(profile: string, model: GpuModel): MigSlices | undefined {
  const most = mostSlices(model, profile);
  return most === 0 ? undefined : { [profile]: most };
}

/**
 * Where each slice of a layout goes; undefined if they do not fit together.
 * NVIDIA's driver takes slices one by one and leaves gaps that later ones do not
 * fit into, so the places are given to it. All are tried: there are few, as slices
 * of one profile are told apart by nothing and go in the order of their places.
 */
export function placeSlices(
  model: GpuModel,
  slices: MigSlices,
): readonly PlacedSlice[] | undefined {
  const geometry = migGeometryOf(model);
  if (geometry === undefined) return undefined;
  const { profiles, computeSlices, memorySlices } = geometry;
  const wanted = Object.entries(slices).flatMap(([name, count]) => {
    const profile = Object.hasOwn(profiles, name) ? profiles[name] : undefined;
    return Array.from({ length: Math.min(count, memorySlices + 1) }, () => ({ name, profile }));
  });
  const known = wanted.flatMap(({ name, profile }) =>
    profile === undefined ? [] : [{ name, profile }],
  );
  const compute = known.reduce((sum, { profile }) => sum + profile.computeSlices, 0);
  if (known.length < wanted.length || compute > computeSlices) return undefined;
  // Large ones have the fewest places: tried first, a layout that does not fit is known soon.
  known.sort((left, right) => right.profile.memorySlices - left.profile.memorySlices);
  return placeFrom(geometry, known, 0, new Set(), 0);
}

type Wanted = readonly { readonly name: string; readonly profile: MigProfile }[];

/** @param first place that slices of the same profile before this one have left to try */
function placeFrom(
  geometry: MigGeometry,
  wanted: Wanted,
  index: number,
  taken: ReadonlySet<number>,
  first: number,
): readonly PlacedSlice[] | undefined {
  const next = wanted[index];
  if (next === undefined) return [];
  for (const [place, start] of next.profile.starts.entries()) {
    if (place < first) continue;
    const cells = Array.from({ length: next.profile.memorySlices }, (_, offset) => start + offset);
    if (cells.some((cell) => taken.has(cell) || cell >= geometry.memorySlices)) continue;
    const isFollowed = wanted[index + 1]?.name === next.name;
    const nowTaken = new Set([...taken, ...cells]);
    const rest = placeFrom(geometry, wanted, index + 1, nowTaken, isFollowed ? place + 1 : 0);
    if (rest !== undefined) return [{ profile: next.name, start }, ...rest];
  }
  return undefined;
}

/** Name of a layout for mig-parted: its own where it has one. */
export function layoutName(sharing: MigSharing): string {
  if (sharing.strategy === "single") return `all-${sharing.profile}`;
  const { layout } = sharing;
  switch (layout.kind) {
    case "uniform":
      return `all-${layout.profile}`;
    case "balanced":
      return "all-balanced";
    case "custom":
      return `custom-${Object.entries(layout.slices)
        .map(([profile, count]) => `${count}x${profile}`)
        .join("-")}`;
    default:
      return layout satisfies never;
  }
}
