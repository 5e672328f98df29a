import { areaY, axisX, barX, lineY, plot, ruleX, ruleY, text } from "@observablehq/plot";
import type { Sample } from "../../../testbed/model/simulation";
import type { CapacityReport } from "../model/report";
import type { ScalingPath } from "../model/scaling";

/** Names of resources are long; bars need what is left. */
const NAMES = 128;
const ROW = 22;

/** How full each resource of each pool is; the mark at 100 % is all of it. */
export function capacityChart(
  pools: readonly Pick<
    CapacityReport["pools"][number],
    "pool" | "nodesNeeded" | "nodesMax" | "resources"
  >[],
  width: number,
): Element {
  const headings = pools.map(({ pool, nodesNeeded, nodesMax }) => ({
    row: pool,
    title: `${pool}: ${nodesNeeded} of ${nodesMax} ${nodesMax === 1 ? "node" : "nodes"}`,
  }));
  const bars = pools.flatMap(({ pool, resources }) =>
    resources.map(({ resource, used }) => ({ row: `${pool} ${resource}`, resource, used })),
  );
  const rows = pools.flatMap(({ pool, resources }) => [
    pool,
    ...resources.map(({ resource }) => `${pool} ${resource}`),
  ]);
  const names = new Map(bars.map(({ row, resource }) => [row, resource]));
  return asImage(
    plot({
      ariaLabel: "Share of each resource of each pool at maximum scale",
      width: usable(width),
      height: rows.length * ROW + 30,
      marginLeft: NAMES,
      marginRight: 8,
      marginTop: 4,
      marginBottom: 26,
      x: { domain: [0, 1.25], label: null },
      y: { domain: rows, label: null, padding: 0.25, tickSize: 0, tickFormat: named },
      color: { type: "identity" },
      marks: [
        ruleX([0], { stroke: "currentColor" }),
        ruleX([1], { stroke: "var(--full)", strokeDasharray: "4 3" }),
        axisX([0, 0.5, 1], { tickFormat: percent, label: null }),
        barX(bars, { x: "used", y: "row", fill: ({ used }) => color(used) }),
        text(bars, {
          x: "used",
          y: "row",
          text: ({ used }) => percent(used),
          textAnchor: "start",
          dx: 5,
          fill: "currentColor",
        }),
        text(headings, {
          y: "row",
          text: "title",
          frameAnchor: "left",
          dx: -NAMES,
          textAnchor: "start",
          fontWeight: 600,
          fill: "currentColor",
          stroke: "var(--ground)",
          strokeWidth: 5,
        }),
      ],
    }),
  );

  function named(row: string): string {
    return names.get(row) ?? "";
  }
}

function color(used: number): string {
  return used > 0.9 ? "var(--full)" : "var(--bar)";
}

/** What is not shown has no width: it is drawn again when it is. */
function usable(width: number): number {
  return Math.max(width, 280);
}

/** One picture with one name: a table beside it has the figures. */
function asImage(chart: Element): Element {
  for (const part of chart.querySelectorAll("[aria-label], [aria-description]")) {
    part.removeAttribute("aria-label");
    part.removeAttribute("aria-description");
  }
  chart.setAttribute("role", "img");
  return chart;
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}

/** Replicas and nodes by jobs that wait. */
export function scalingChart(
  { application, worker, points, max }: ScalingPath,
  width: number,
): Element {
  const steps = { curve: "step-after", x: "jobs", strokeWidth: 2.5 } as const;
  return asImage(
    plot({
      ariaLabel: `Replicas and nodes of ${application}/${worker} by jobs`,
      width: usable(width),
      height: 240,
      marginLeft: 36,
      marginBottom: 40,
      x: { label: "jobs", nice: true },
      y: { label: null, grid: true, domain: [0, most(points, max)] },
      marks: [
        ruleY([0], { stroke: "currentColor" }),
        lineY(points, { ...steps, y: "replicas", stroke: "var(--bar)" }),
        lineY(points, { ...steps, y: "nodes", stroke: "var(--second)", strokeDasharray: "6 4" }),
      ],
    }),
  );
}

function most(points: ScalingPath["points"], max: number): number {
  return Math.max(1, max, ...points.map(({ nodes = 0 }) => nodes));
}

/** Jobs and workers over the time of a burst, in minutes. */
export function waitingChart(samples: readonly Sample[], width: number): Element {
  const [{ at: start = 0 } = {}] = samples;
  const rows = samples.map(({ at, waiting, running, ready }) => ({
    minutes: (at - start) / 60,
    waiting,
    jobs: waiting + running,
    ready,
  }));
  return asImage(
    plot({
      ariaLabel: "Jobs and workers over time",
      width: usable(width),
      height: 220,
      marginLeft: 40,
      marginBottom: 40,
      x: { label: "minutes", ticks: Math.max(4, Math.min(10, Math.floor(width / 80))) },
      y: { label: null, grid: true },
      marks: [
        areaY(rows, {
          x: "minutes",
          y: "jobs",
          fill: "var(--bar)",
          fillOpacity: 0.3,
          curve: "step-after",
        }),
        lineY(rows, {
          x: "minutes",
          y: "jobs",
          stroke: "var(--bar)",
          strokeWidth: 2,
          curve: "step-after",
        }),
        lineY(rows, {
          x: "minutes",
          y: "ready",
          stroke: "var(--second)",
          strokeWidth: 2,
          strokeDasharray: "6 4",
          curve: "step-after",
        }),
        ruleY([0], { stroke: "currentColor" }),
      ],
    }),
  );
}
