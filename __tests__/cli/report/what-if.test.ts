import { placedPods, withCounts } from "../../../cli/report/what-if/placed-pods";
import {
  changedSituation,
  recompute,
  declaredSettings,
  type WhatIfSettings,
} from "../../../cli/report/what-if/recompute";
import { waitingOf } from "../../../cli/report/what-if/waiting";
import type { WhatIfInput } from "../../../cli/report/model/what-if";
import { inventoryOfCode } from "../../../cli/synthesis/inventory-of-code";
import type { EnvironmentSpec } from "../../../environments/schema";
import { describe as nameOf, type Inventory } from "../../../inventory/model";
import { capacity } from "../../../rules/capacity";
import { misfitsOf } from "../../../rules/capacity/misfits";
import { randomSettings } from "../../support/random-settings";
import { environmentOf, wholeReport } from "../../support/report";
import { specOf } from "../../support/synth";

jest.setTimeout(600_000);

const report = wholeReport();

function inputOf(name: string): WhatIfInput {
  const { whatIf } = environmentOf(report, name);
  if (whatIf === undefined) throw new Error(`${name} has no nodes`);
  // As the page reads it.
  const read: WhatIfInput = JSON.parse(JSON.stringify(whatIf));
  return read;
}

/** What the rule itself says where the data and the stacks have these maxima. */
function ruleSays(inventory: Inventory, spec: EnvironmentSpec, settings: WhatIfSettings) {
  const changed: Inventory = {
    ...inventory,
    autoscalers: inventory.autoscalers.map((one) => {
      const { kind, name } = one.target;
      return { ...one, max: settings.workers[nameOf({ kind, namespace: one.namespace, name })] };
    }),
  };
  const findings = capacity.check(changed, withPools(spec, settings));
  if (findings.some(({ severity }) => severity === "error")) return "no";
  return findings.some(({ message }) => message.startsWith("may not fit")) ? "unknown" : "yes";
}

function withPools(spec: EnvironmentSpec, { pools }: WhatIfSettings): EnvironmentSpec {
  const { cluster } = spec;
  const sized = <T extends { readonly name: string; readonly max: number }>(all: readonly T[]) =>
    all.map((pool) => ({ ...pool, max: pools[pool.name] ?? pool.max }));
  switch (cluster.kind) {
    case "eks":
      return { ...spec, cluster: { ...cluster, pools: sized(cluster.pools) } };
    case "kubeconfig":
      return { ...spec, cluster: { ...cluster, testbed: { pools: sized(cluster.testbed.pools) } } };
    case "k3s":
      return spec;
    default:
      return cluster satisfies never;
  }
}

/** Machines are there in any case. */
function sliderStates({ workers, pools }: WhatIfInput): readonly string[] {
  return [...workers.map(({ name }) => ({ name, min: 0 })), ...pools]
    .flatMap(({ name, min }) => [...(min === 0 ? [`${name}: none`] : []), `${name}: some`])
    .toSorted();
}

const CASES = [
  { name: "production", times: 120 },
  { name: "staging", times: 40 },
  { name: "local", times: 40 },
] as const;

test.each(CASES)(
  "the what-if of $name says what the rule capacity says, on $times random settings",
  ({ name, times }) => {
    const input = inputOf(name);
    const spec = specOf(name);
    const inventory = inventoryOfCode(spec);
    const seen = new Set<string>();
    const met = new Set<string>();
    for (let seed = 1; seed <= times; seed += 1) {
      const settings = randomSettings(input, seed);
      const { fits } = recompute(input, settings);
      expect({ seed, settings, fits }).toEqual({
        ...{ seed, settings },
        fits: ruleSays(inventory, spec, settings),
      });
      seen.add(fits);
      for (const [of, count] of Object.entries({ ...settings.workers, ...settings.pools }))
        met.add(`${of}: ${count === 0 ? "none" : "some"}`);
    }
    // Every kind of worker and every pool, GPUs and MIG slices too, was there and was not.
    expect([...met].toSorted()).toEqual(sliderStates(input));
    // Settings of one kind alone would show nothing.
    expect([...seen]).toEqual(expect.arrayContaining(["yes", "no"]));
  },
);

test("as declared everything fits, and every pod is placed", () => {
  for (const { name } of CASES) {
    const input = inputOf(name);
    const { fits, pods } = recompute(input, declaredSettings(input));
    expect(fits).toBe("yes");
    expect(pods.filter(({ placed, wanted }) => placed !== wanted)).toEqual([]);
  }
});

test("with one GPU node of each pool the heavy workers beyond its GPUs stay Pending", () => {
  const input = inputOf("production");
  const declared = declaredSettings(input);
  const pools = { ...declared.pools, gpu: 1, "gpu-mig": 1 };
  const { fits, pods, findings } = recompute(input, { ...declared, pools });
  expect(fits).toBe("no");
  // A whole card and four slices; a slice's node has CPU for four of them.
  expect(pods.find(({ name }) => name.endsWith("worker-heavy"))).toMatchObject({ wanted: 8 });
  const placed = pods.find(({ name }) => name.endsWith("worker-heavy"))?.placed ?? 0;
  expect(placed).toBeGreaterThan(0);
  expect(placed).toBeLessThanOrEqual(5);
  expect(findings.join("\n")).toContain("stay Pending");
});

test("the pods that have a place are as many as the rule lets through, workload by workload", () => {
  const input = inputOf("production");
  let short = 0;
  for (let seed = 1; seed <= 25; seed += 1) {
    const situation = changedSituation(input.situation, randomSettings(input, seed));
    const misfits = misfitsOf(situation);
    const { situation: filled, pending } = placedPods(situation, misfits);
    expect({ seed, pending: pending.length > 0 }).toEqual({ seed, pending: misfits.length > 0 });
    expect({ seed, misfits: misfitsOf(filled) }).toEqual({ seed, misfits: [] });
    for (const { name, placed } of pending) {
      short += 1;
      const more = withCounts(filled, new Map([[name, placed + 1]]));
      expect({ seed, name, misfits: misfitsOf(more).length }).not.toMatchObject({ misfits: 0 });
    }
  }
  expect(short).toBeGreaterThan(10);
});

test("fewer workers make the jobs of a burst wait longer", () => {
  const input = inputOf("production");
  const worker = input.workers.find(({ loop }) => loop !== undefined);
  if (worker?.loop === undefined) throw new Error("production has a worker that is played");
  const { name, loop } = worker;
  const burst = { jobs: 20, seconds: 300 };
  const many = waitingOf(loop, name, input.situation, 20, burst);
  const few = waitingOf(loop, name, input.situation, 5, burst);
  expect(many?.unfinished).toBe(0);
  expect(few?.unfinished).toBe(0);
  expect(few?.mostRunning).toBe(5);
  // Three rounds of 300 s go before the last five jobs.
  expect(few?.p95).toBeGreaterThanOrEqual(900);
  expect(many?.p95).toBeLessThan(300);
  expect(waitingOf(loop, name, input.situation, 0, burst)).toBeUndefined();
});
