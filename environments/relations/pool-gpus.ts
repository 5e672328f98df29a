import type { GpuModel } from "../facts/gpus";
import { gpuOf, INSTANCE_TYPES } from "../facts/instance-types";
import { type MigSlices, migProfilesOf } from "../facts/mig";
import { mostSlices, placeSlices, slicesOf } from "../nodes/mig-layout";
import type { Mismatch, Relation } from "./relation";
import type { ClusterSpec, GpuSharing, MigSharing, NodePool } from "../schema";
import { declaredNodes } from "./declared-nodes";

type Path = Mismatch["path"];

const gpusAreThereAndDivisible: Relation = {
  needs: ["cluster"],
  check: ({ cluster }) => gpuMismatches(cluster),
};

/** Whether what nodes promise can be derived: not from types of unknown size, nor from GPUs that are declared wrong. */
export function isDerivable(cluster: ClusterSpec): boolean {
  const { pools } = declaredNodes(cluster);
  return (
    gpuMismatches(cluster).length === 0 &&
    pools.every(({ instanceTypes }) => instanceTypes.every(isKnown))
  );
}

function isKnown(type: string): boolean {
  return INSTANCE_TYPES[type] !== undefined;
}

function gpuMismatches(cluster: ClusterSpec): readonly Mismatch[] {
  const { path, pools, machines } = declaredNodes(cluster);
  return [
    ...pools.flatMap((pool, index) => poolMismatches(pool, [...path, index])),
    ...machines.flatMap(({ gpu }, index) =>
      gpu === undefined ? [] : sharingMismatches(gpu, gpu.model, [...path, index, "gpu"]),
    ),
  ];
}

function poolMismatches({ instanceTypes, gpu }: NodePool, at: Path): readonly Mismatch[] {
  const presence = instanceTypes.flatMap((type, index) =>
    isKnown(type) ? presenceMismatch(type, gpu !== undefined, [...at, "instanceTypes", index]) : [],
  );
  const models = new Set(instanceTypes.flatMap((type) => gpuOf(type)?.model ?? []));
  return gpu === undefined
    ? presence
    : [
        ...presence,
        ...[...models].flatMap((model) => sharingMismatches(gpu, model, [...at, "gpu"])),
      ];
}

function presenceMismatch(type: string, declared: boolean, path: Path): readonly Mismatch[] {
  const gpu = gpuOf(type);
  if (gpu !== undefined && !declared) {
    return [
      {
        path,
        message: `has ${gpu.count} ${gpu.model} GPU, but the pool declares none`,
        fix: 'add gpu: { sharing: "whole" } or choose a type without GPU',
      },
    ];
  }
  return gpu === undefined && declared
    ? [{ path, message: "has no GPU", fix: "choose a GPU type, e.g. g6.4xlarge" }]
    : [];
}

function sharingMismatches(sharing: GpuSharing, model: GpuModel, at: Path): readonly Mismatch[] {
  if (sharing.sharing !== "mig") return [];
  const can = Object.keys(migProfilesOf(model)).map(
    (profile) => `${profile} x${mostSlices(model, profile)}`,
  );
  if (can.length === 0) {
    const fix = 'use sharing "whole" or "time-sliced"';
    return [{ path: [...at, "sharing"], message: `${model} has no MIG`, fix }];
  }
  const unknown = namedProfiles(sharing, at).filter(
    ({ profile }) => mostSlices(model, profile) === 0,
  );
  if (unknown.length > 0) {
    return unknown.map(({ profile, path }) => ({
      path,
      message: `${model} has no MIG profile "${profile}"`,
      fix: `use one of ${can.join(", ")} (slices of one GPU at most)`,
    }));
  }
  const slices = slicesOf(sharing, model);
  if (slices === undefined) {
    return [
      {
        path: [...at, "layout", "kind"],
        message: `mig-parted has no balanced layout for ${model}`,
        fix: `use "uniform" with one of ${can.join(", ")} (slices of one GPU at most), or "custom"`,
      },
    ];
  }
  return placeSlices(model, slices) !== undefined
    ? []
    : [
        {
          path: [...at, "layout", "slices"],
          message: `do not fit on one ${model} together`,
          fix: `use ${largestParts(model, slices).map(text).join(" or ")}, or another layout of ${can.join(", ")} (each alone)`,
        },
      ];
}

/** Profiles that a declaration names, and where. */
function namedProfiles(
  sharing: MigSharing,
  at: Path,
): readonly { readonly profile: string; readonly path: Path }[] {
  if (sharing.strategy === "single") {
    return [{ profile: sharing.profile, path: [...at, "profile"] }];
  }
  const { layout } = sharing;
  switch (layout.kind) {
    case "uniform":
      return [{ profile: layout.profile, path: [...at, "layout", "profile"] }];
    case "balanced":
      return [];
    case "custom":
      return Object.keys(layout.slices).map((profile) => ({
        profile,
        path: [...at, "layout", "slices", profile],
      }));
    default:
      return layout satisfies never;
  }
}

/** The parts of a layout with the fewest slices less that fit. */
function largestParts(model: GpuModel, slices: MigSlices): readonly MigSlices[] {
  let parts: readonly MigSlices[] = [slices];
  for (;;) {
    const fewer = new Map(parts.flatMap(oneLess).map((part) => [text(part), part]));
    parts = [...fewer.values()];
    const fitting = parts.filter((part) => placeSlices(model, part) !== undefined);
    // One slice of a profile that the GPU has always fits.
    if (fitting.length > 0 || parts.length === 0) return fitting;
  }
}

function oneLess(slices: MigSlices): readonly MigSlices[] {
  return Object.entries(slices).map(([profile, count]) =>
    Object.fromEntries(
      Object.entries({ ...slices, [profile]: count - 1 }).filter(([, left]) => left > 0),
    ),
  );
}

function text(slices: MigSlices): string {
  const parts = Object.entries(slices).map(([profile, count]) => `"${profile}": ${count}`);
  return `{ ${parts.join(", ")} }`;
}

export const poolGpuRelations: readonly Relation[] = [gpusAreThereAndDivisible];
