import { assumedSituation, capacitySummary } from "../../../rules/capacity/summary";
import { inventoryOfCode } from "../../../cli/synthesis/inventory-of-code";
import { capacityReport } from "../../../cli/report/data/capacity";
import { dotOf } from "../../../cli/report/diagram/dot";
import { steps } from "../../../cli/report/data/scaling";
import { ENVIRONMENT_NAMES } from "../../../environments/schema";
import { environmentOf, wholeReport } from "../../support/report";
import { specOf } from "../../support/synth";

const report = wholeReport();
const production = environmentOf(report, "production");
const staging = environmentOf(report, "staging");

test("a report has every environment, its commit and its time, and is JSON without a loss", () => {
  expect(report.environments.map(({ name }) => name)).toEqual([...ENVIRONMENT_NAMES]);
  expect(report).toMatchObject({ generated: "2026-01-02T03:04:05.000Z", commit: "0123abc" });
  const again: unknown = JSON.parse(JSON.stringify(report));
  expect(JSON.stringify(again)).toBe(JSON.stringify(report));
});

test("the bars have the fullest resource that npm start names", () => {
  const summary = capacitySummary(inventoryOfCode(specOf("production")), specOf("production"));
  expect(summary?.pools.length).toBeGreaterThan(0);
  for (const { pool, nodesNeeded, tightest } of summary?.pools ?? []) {
    const drawn = production.capacity.pools.find((one) => one.pool === pool);
    expect(drawn?.nodesNeeded).toBe(nodesNeeded);
    expect(Math.max(...(drawn?.resources ?? []).map(({ used }) => used))).toBe(tightest.used);
  }
});

test("where not all pods fit, the bars have those that do, and the rest is named with its number", () => {
  const spec = specOf("production");
  const inventory = inventoryOfCode(spec);
  const situation = assumedSituation(inventory, spec);
  if (situation === undefined) throw new Error("production has nodes");
  const small = {
    ...situation,
    pools: situation.pools
      .filter(({ name }) => name !== "gpu-mig")
      .map((pool) => (pool.name === "gpu" ? { ...pool, max: 1 } : pool)),
  };
  const { fits, pools, pending } = capacityReport(small, inventory);
  expect(fits).toBe("no");
  // One card, and eight workers that want one each.
  expect(pending).toEqual([
    { name: "Deployment montage-ai/montage-ai-worker-heavy", wanted: 8, placed: 1 },
  ]);
  const gpu = pools.find(({ pool }) => pool === "gpu");
  expect(gpu).toMatchObject({ nodesNeeded: 1, nodesMax: 1 });
  expect(gpu?.resources.find(({ resource }) => resource === "nvidia.com/gpu")?.used).toBe(1);
});

test("heavy workers run on GPU pools alone, and what refuses them elsewhere has a reason", () => {
  const heavy = production.workloads.find(({ name }) => name.endsWith("worker-heavy"));
  expect(heavy?.runsOn).toEqual(["gpu", "gpu-mig"]);
  expect(heavy?.refusedBy.map(({ pool }) => pool)).toEqual(["web", "cpu-worker"]);
  for (const { reason } of heavy?.refusedBy ?? []) expect(reason).not.toBe("");
});

test("MIG slices fill their card, each with the share of memory that its profile has", () => {
  const gpus = production.pools.find(({ name }) => name === "gpu-mig")?.gpus;
  expect(gpus?.parts.map(({ name }) => name)).toEqual(Array.from({ length: 4 }, () => "1g.24gb"));
  expect(gpus?.parts.map(({ share }) => share)).toEqual([0.25, 0.25, 0.25, 0.25]);
  const whole = production.pools.find(({ name }) => name === "gpu")?.gpus;
  expect(whole?.parts).toEqual([{ name: "whole", share: 1, memoryGiB: 24 }]);
});

test("the curve begins at the minimum, never falls and ends at the maximum", () => {
  expect(production.scaling).toHaveLength(2);
  for (const { min, max, points } of [...production.scaling, ...staging.scaling]) {
    const replicas = points.map((point) => point.replicas);
    expect(replicas[0]).toBe(min);
    expect(replicas.at(-1)).toBe(max);
    expect(replicas).toEqual([...replicas].sort((left, right) => left - right));
  }
});

test("long names that differ in their end stay different in the diagram", () => {
  const [worker] = production.workloads.filter(({ name }) => name.endsWith("montage-ai-worker"));
  if (worker === undefined) throw new Error("production has a worker");
  const named = (end: number) => ({
    ...worker,
    group: `Deployment montage-ai/montage-ai-worker-of-a-long-name-${end}`,
  });
  const dot = dotOf({ ...production, workloads: [named(1), named(2)] });
  expect(dot).toContain("a-long-name-1<");
  expect(dot).toContain("a-long-name-2<");
});

test("a rising function is asked for no more values than tell all of it", () => {
  const asked: number[] = [];
  const valueOf = (replicas: number) => (replicas > 20 ? undefined : 3 + Math.floor(replicas / 9));
  const nodes = (replicas: number, atLeast: number | undefined) => {
    asked.push(replicas);
    // What it is told is no more than the value, and the value of a smaller number.
    expect(atLeast ?? 0).toBeLessThanOrEqual(valueOf(replicas) ?? Infinity);
    if (asked.length > 1)
      expect(atLeast).toBe(valueOf(Math.max(...asked.filter((at) => at < replicas))));
    return valueOf(replicas);
  };
  const expected = Array.from({ length: 30 }, (_, index) =>
    index + 1 > 20 ? undefined : 3 + Math.floor((index + 1) / 9),
  );
  expect(steps<number | undefined>(1, 30, nodes)).toEqual(expected);
  expect(new Set(asked).size).toBe(asked.length);
  expect(asked.length).toBeLessThan(18);
  expect([steps<number | undefined>(4, 4, valueOf), steps(0, 1, (at) => at)]).toEqual([
    [3],
    [0, 1],
  ]);
});

test("each chart has its newest release with the day it was looked up, and what its project mends", () => {
  const keda = report.charts.find(({ name }) => name === "keda");
  expect(keda?.newest).toEqual({
    version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
    day: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
  });
  expect(report.charts.find(({ name }) => name === "ceph-csi-cephfs")?.mended).toBe(
    "the newest 2 minors",
  );
});

test("a cluster says until when its Kubernetes is mended", () => {
  expect([production.cluster, staging.cluster]).toEqual([
    expect.stringMatching(/^eks, .*EKS' standard support until 20\d\d-\d\d-\d\d$/),
    expect.stringMatching(/^k3s, .*mended upstream until 20\d\d-\d\d-\d\d$/),
  ]);
});

test("workers that join above a number of jobs have none up to that number", () => {
  const heavy = production.scaling.find(({ worker }) => worker === "worker-heavy");
  const joins = heavy?.points.filter(({ replicas }) => replicas > 0).map(({ jobs }) => jobs) ?? [];
  // joinsAbove: 24, one more for 2 waiting.
  expect(joins[0]).toBe(25);
});

test("claims have their way from folder to provisioner, and images theirs from a registry", () => {
  const output = staging.storage.find(({ claim }) => claim === "montage-output");
  expect(output).toMatchObject({ provisioner: "nfs.csi.k8s.io", oneNode: "no" });
  expect(output?.mountedBy.length).toBeGreaterThan(1);
  const local = environmentOf(report, "local").storage.find(({ claim }) => claim === "registry");
  expect(local).toMatchObject({ oneNode: "yes" });
  const app = production.images.find(({ image }) => image.includes("montage-ai"));
  expect(app).toMatchObject({ registry: "ghcr.io", pinnedBy: "tag", pullSecrets: ["ghcr-pull"] });
});

test("the bound of cost is each pool's maximum of its dearest type; own machines have none", () => {
  const workers = production.cost.pools.find(({ pool }) => pool === "cpu-worker");
  expect(workers).toEqual({
    ...{ pool: "cpu-worker", instanceType: "c7i.4xlarge", nodesMax: 24 },
    ...{ eachUsd: 0.714, allUsd: 24 * 0.714 },
  });
  const sum = production.cost.pools.reduce((all, { allUsd }) => all + allUsd, 0);
  expect(production.cost.totalUsd).toBe(sum);
  expect(staging.cost).toEqual({ pools: [], totalUsd: undefined });
  expect(report.priceBasis).toMatch(/us-east-1.*2026-/);
});

test("every difference of the rehearsal has the reason that allows it", () => {
  expect(report.parity.map(({ rehearsal, rehearsed }) => [rehearsal, rehearsed])).toEqual([
    ["staging", "production"],
  ]);
  const differences = report.parity.flatMap((pair) => pair.differences);
  expect(differences.length).toBeGreaterThan(10);
  expect(differences.filter(({ reason }) => reason === undefined)).toEqual([]);
});
