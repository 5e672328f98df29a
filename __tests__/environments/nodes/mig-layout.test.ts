import fc from "fast-check";
import type { GpuModel } from "../../../environments/facts/gpus";
import {
  balancedSlicesOf,
  migGeometryOf,
  migProfilesOf,
  type MigSlices,
} from "../../../environments/facts/mig";
import { mostSlices, placeSlices } from "../../../environments/nodes/mig-layout";

const MIG_MODELS = [
  "A100-40",
  "A100-80",
  "H100-80",
  "H200",
  "B200",
  "B300",
  "A30",
  "RTX-PRO-6000",
  "RTX-PRO-5000",
  "RTX-PRO-4500",
] as const satisfies readonly GpuModel[];

/** Instances available by profile. https://docs.nvidia.com/datacenter/tesla/mig-user-guide/supported-mig-profiles.html */
const DOCUMENTED = {
  "A100-40": {
    "1g.5gb": 7,
    "1g.10gb": 4,
    "2g.10gb": 3,
    "3g.20gb": 2,
    "4g.20gb": 1,
    "7g.40gb": 1,
  },
  "A100-80": {
    "1g.10gb": 7,
    "1g.20gb": 4,
    "2g.20gb": 3,
    "3g.40gb": 2,
    "4g.40gb": 1,
    "7g.80gb": 1,
  },
  "H100-80": {
    "1g.10gb": 7,
    "1g.20gb": 4,
    "2g.20gb": 3,
    "3g.40gb": 2,
    "4g.40gb": 1,
    "7g.80gb": 1,
  },
  H200: {
    "1g.18gb": 7,
    "1g.35gb": 4,
    "2g.35gb": 3,
    "3g.71gb": 2,
    "4g.71gb": 1,
    "7g.141gb": 1,
  },
  B200: {
    "1g.23gb": 7,
    "1g.45gb": 4,
    "2g.45gb": 3,
    "3g.90gb": 2,
    "4g.90gb": 1,
    "7g.180gb": 1,
  },
  // mig-parted's `all-<profile>`.
  B300: {
    "1g.34gb": 7,
    "1g.67gb": 4,
    "2g.67gb": 3,
    "3g.135gb": 2,
    "4g.135gb": 1,
    "7g.269gb": 1,
  },
  A30: { "1g.6gb": 4, "2g.12gb": 2, "4g.24gb": 1 },
  "RTX-PRO-6000": { "1g.24gb": 4, "2g.48gb": 2, "4g.96gb": 1 },
  "RTX-PRO-5000": { "1g.24gb": 2, "2g.48gb": 1 },
  "RTX-PRO-4500": { "1g.16gb": 2, "2g.32gb": 1 },
} as const;

test.each(MIG_MODELS)("%s holds as many slices of each profile as NVIDIA documents", (model) => {
  const counts = Object.keys(migProfilesOf(model)).map((profile) => [
    profile,
    mostSlices(model, profile),
  ]);
  expect(Object.fromEntries(counts)).toEqual(DOCUMENTED[model]);
});

test.each<GpuModel>(["T4", "A10G", "L4", "L40S", "RX-7800-XT", "AGX-Orin-64"])(
  "%s has no MIG",
  (model) => {
    expect(migProfilesOf(model)).toEqual({});
    expect(mostSlices(model, "1g.5gb")).toBe(0);
  },
);

test.each<[string, MigSlices, boolean]>([
  ["the two large halves", { "4g.20gb": 1, "3g.20gb": 1 }, true],
  ["two of three", { "3g.20gb": 2 }, true],
  ["two of three and a small one: no memory is left", { "3g.20gb": 2, "1g.5gb": 1 }, false],
  ["two of four: there is one place for it", { "4g.20gb": 2 }, false],
  ["three of two and a small one", { "2g.10gb": 3, "1g.5gb": 1 }, true],
  ["a three behind four small ones", { "3g.20gb": 1, "1g.5gb": 4 }, true],
  ["a three and five small ones", { "3g.20gb": 1, "1g.5gb": 5 }, false],
  ["small ones with double memory beside a three", { "3g.20gb": 1, "1g.10gb": 2 }, true],
  ["all of it and a small one", { "7g.40gb": 1, "1g.5gb": 1 }, false],
])("%s", (_what, slices, fits) => {
  expect(placeSlices("A100-40", slices) !== undefined).toBe(fits);
});

test.each(MIG_MODELS)(
  "the balanced layout of %s, if it has one, fits and leaves no memory",
  (model) => {
    const placed = placeSlices(model, balancedSlicesOf(model) ?? {});
    const { profiles = {}, memorySlices } = migGeometryOf(model) ?? {};
    const taken = (placed ?? []).reduce(
      (sum, { profile }) => sum + (profiles[profile]?.memorySlices ?? 0),
      0,
    );
    expect([0, memorySlices]).toContain(taken);
  },
);

// https://docs.nvidia.com/datacenter/tesla/mig-user-guide/supported-mig-profiles.html
test.each<[GpuModel, string, number]>([
  ["RTX-PRO-6000", "1g.24gb", 1],
  ["RTX-PRO-6000", "2g.48gb", 2],
  ["RTX-PRO-5000", "1g.24gb", 1],
  ["RTX-PRO-4500", "2g.32gb", 3],
  ["A100-40", "7g.40gb", 0],
  ["H200", "1g.18gb", 0],
  ["B200", "1g.23gb", 0],
  ["A30", "4g.24gb", 0],
])("a slice of %s %s has %i video encoders", (model, profile, encoders) => {
  expect(migProfilesOf(model)[profile]?.encoders).toBe(encoders);
});

/** Every set of memory slices that the layout can take; none: it does not fit. */
function reachable(model: GpuModel, slices: MigSlices): ReadonlySet<number> {
  const profiles = migProfilesOf(model);
  const allSlices = migGeometryOf(model)?.memorySlices ?? 0;
  let masks = new Set([0]);
  for (const [name, count] of Object.entries(slices)) {
    for (let slice = 0; slice < count; slice++) {
      const { starts = [], memorySlices = 0 } = profiles[name] ?? {};
      masks = new Set(
        [...masks].flatMap((mask) =>
          starts
            .map((start) => ((1 << memorySlices) - 1) << start)
            .filter((own) => (mask & own) === 0 && own < 1 << allSlices)
            .map((own) => mask | own),
        ),
      );
    }
  }
  return masks;
}

/** At most eight slices: more never fit, and would be most of what is generated. */
const layouts = fc
  .constantFrom(...MIG_MODELS)
  .chain((model) =>
    fc
      .array(fc.constantFrom(...Object.keys(migProfilesOf(model))), { maxLength: 8 })
      .map((slices) => ({ model, slices: counted(slices) })),
  );

function counted(profiles: readonly string[]): MigSlices {
  return Object.fromEntries(
    profiles.map((profile) => [profile, profiles.filter((other) => other === profile).length]),
  );
}

test("random layouts fit exactly if trying every combination of places finds one", () => {
  fc.assert(
    fc.property(layouts, ({ model, slices }) => {
      expect(placeSlices(model, slices) !== undefined).toBe(reachable(model, slices).size > 0);
    }),
    { numRuns: 2000 },
  );
});

test("placed slices are those of the layout, each where it may be, none upon another, within the compute slices", () => {
  fc.assert(
    fc.property(layouts, ({ model, slices }) => {
      const placed = placeSlices(model, slices);
      fc.pre(placed !== undefined);
      const profiles = migProfilesOf(model);
      const cells = placed.flatMap(({ profile, start }) =>
        Array.from({ length: profiles[profile]?.memorySlices ?? 0 }, (_, offset) => start + offset),
      );
      expect(new Set(cells).size).toBe(cells.length);
      expect(Math.max(0, ...cells)).toBeLessThan(migGeometryOf(model)?.memorySlices ?? 0);
      for (const [name, count] of Object.entries(slices)) {
        const own = placed.filter(({ profile }) => profile === name);
        expect(own).toHaveLength(count);
        expect(profiles[name]?.starts).toEqual(
          expect.arrayContaining(own.map(({ start }) => start)),
        );
      }
      const compute = placed.reduce(
        (sum, { profile }) => sum + (profiles[profile]?.computeSlices ?? 0),
        0,
      );
      expect(compute).toBeLessThanOrEqual(migGeometryOf(model)?.computeSlices ?? 0);
    }),
    { numRuns: 500 },
  );
});
