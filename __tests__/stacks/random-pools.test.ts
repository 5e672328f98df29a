import { environmentName } from "../../environments";
import { readFileSync } from "node:fs";
import path from "node:path";
import { Testing } from "cdktf";
import fc from "fast-check";
import { architectureOf, INSTANCE_TYPES } from "../../environments/facts/instance-types";
import { migProfilesOf } from "../../environments/facts/mig";
import { STARTUP_TAINT_KEY } from "../../environments/labels";
import { nodeGroups } from "../../environments/nodes/node-groups";
import { poolContract } from "../../environments/nodes/pool-contract";
import type { EnvironmentSpec, GpuSharing, NodePool } from "../../environments/schema";
import { validate } from "../../environments/validate";
import { NodePoolsStack } from "../../stacks/node-pools-stack";
import { groupsInAws } from "../support/autoscaler-template";
import { withPools } from "../support/pools";
import type { StackJson } from "../support/synth";

const PROFILES = ["1g.5gb", "1g.10gb", "2g.10gb", "2g.20gb", "3g.20gb", "4g.20gb", "7g.40gb"];
const ZONES = ["eu-central-1a", "eu-central-1b", "eu-central-1c"];

const profile = fc.constantFrom(...PROFILES);
const layout = fc.oneof(
  fc.record({ kind: fc.constant("uniform" as const), profile }),
  fc.constant({ kind: "balanced" as const }),
  fc.record({
    kind: fc.constant("custom" as const),
    slices: fc.dictionary(profile, fc.integer({ min: 1, max: 4 }), { minKeys: 1, maxKeys: 3 }),
  }),
);
const sharing: fc.Arbitrary<GpuSharing> = fc.oneof(
  fc.constant({ sharing: "whole" as const }),
  fc.record({
    sharing: fc.constant("time-sliced" as const),
    replicas: fc.integer({ min: 2, max: 8 }),
  }),
  fc.record({
    sharing: fc.constant("mig" as const),
    strategy: fc.constant("single" as const),
    profile,
  }),
  fc.record({
    sharing: fc.constant("mig" as const),
    strategy: fc.constant("mixed" as const),
    layout,
  }),
);

const key = fc.oneof(
  { weight: 9, arbitrary: fc.stringMatching(/^[a-z]([a-z0-9.]{0,8}[a-z0-9]\/)?[a-z]{1,10}$/) },
  { weight: 1, arbitrary: fc.constant("node.kubernetes.io/purpose") },
);
const value = fc.stringMatching(/^[A-Za-z0-9]{0,12}$/);
const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}[a-z0-9]$/);
const taints = fc.array(
  fc.record({
    key,
    value,
    effect: fc.constantFrom(
      "NoSchedule" as const,
      "PreferNoSchedule" as const,
      "NoExecute" as const,
    ),
  }),
  { maxLength: 3 },
);
const zones = fc.option(
  fc.record({
    groups: fc.constantFrom("one" as const, "per-zone" as const),
    names: fc.uniqueArray(fc.constantFrom(...ZONES), { minLength: 2 }),
  }),
  { nil: undefined },
);

/** Most of them valid: the architecture is the type's, and MIG is mostly asked of GPUs that have it. */
const pools: fc.Arbitrary<NodePool> = fc
  .constantFrom(...Object.entries(INSTANCE_TYPES))
  .chain(([type, { gpu }]) =>
    fc.record({
      name,
      roles: fc.constant(["cpu-worker" as const]),
      architecture: fc.constant(architectureOf(type) ?? "amd64"),
      instanceTypes: fc.constant([type]),
      capacityType: fc.constantFrom("on-demand" as const, "spot" as const),
      min: fc.nat(2),
      max: fc.integer({ min: 2, max: 6 }),
      desired: fc.constant(2),
      diskGiB: fc.integer({ min: 20, max: 500 }),
      usedBy: fc.constant("tests"),
      labels: fc.dictionary(key, value, { maxKeys: 4 }),
      taints,
      zones,
      gpu:
        gpu === undefined
          ? fc.constant(undefined)
          : sharing.filter(
              (each) => each.sharing !== "mig" || Object.keys(migProfilesOf(gpu.model)).length > 0,
            ),
    }),
  );

function synthesizePools(spec: EnvironmentSpec): StackJson {
  const app = Testing.app();
  const { node } = new NodePoolsStack(app, spec);
  app.synth();
  const file = path.join(app.outdir, "stacks", node.id, "cdk.tf.json");
  return JSON.parse(readFileSync(file, "utf8")) as StackJson;
}

test("a random pool is refused at its path, or agrees with its contract in all three places", () => {
  const seen = { valid: 0, refused: 0 };
  fc.assert(
    fc.property(pools, (pool) => {
      const result = validate(environmentName("production"), withPools([pool]));
      if (!result.ok) {
        seen.refused++;
        for (const issue of result.issues) {
          expect(issue.path).toMatch(/^cluster\.pools\[4\]\./);
          expect(issue.fix).not.toBe("");
        }
        return;
      }
      seen.valid++;
      const contract = poolContract(pool);
      const groups = groupsInAws(synthesizePools(withPools([pool], [])), STARTUP_TAINT_KEY);
      expect(new Set(groups.map(({ name }) => name))).toEqual(
        new Set(nodeGroups(pool).map(({ name }) => name)),
      );
      for (const { labels, taints: given, template } of groups) {
        expect(labels).toEqual(contract.labels);
        expect(given).toEqual([...contract.taints, ...contract.startupTaints]);
        expect(template.labels).toEqual(contract.labels);
        expect(template.taints).toEqual(contract.taints);
        expect(template.allocatable).toEqual({ "nvidia.com/gpu": 0, ...contract.allocatable });
      }
    }),
    { numRuns: 40 },
  );
  // Both sides of the property were tried.
  expect(seen.valid).toBeGreaterThan(5);
  expect(seen.refused).toBeGreaterThan(1);
});

test("the groups of a pool make up its size, and differ by one node at most", () => {
  fc.assert(
    fc.property(pools, (pool) => {
      const groups = nodeGroups(pool);
      for (const size of ["min", "max", "desired"] as const) {
        const sizes = groups.map((group) => group[size]);
        expect(sizes.reduce((sum, each) => sum + each, 0)).toBe(pool[size]);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      }
      for (const { min, max, desired } of groups) {
        if (pool.min <= pool.desired && pool.desired <= pool.max) {
          expect(min).toBeLessThanOrEqual(desired);
          expect(desired).toBeLessThanOrEqual(max);
        }
      }
    }),
    { numRuns: 300 },
  );
});
