import { areaY, barX, lineY, plot, ruleY, text } from "@observablehq/plot";
import type { Sample } from "../../../testbed/model/simulation";
import type { CapacityReport } from "../model/report";
import type { ScalingPath } from "../model/scaling";

/** Names of resources are long; bars need what is left. Pixels. */
const LEAST_NAMES = 120;
const LETTER = 7;
const ROW = 22;
/** Room for `100 %`, and for `30.1 of 381 CPUs` beside it where the page is wide enough. */
const SHARE = 54;
const AMOUNT = 170;
const WIDE = 560;
/** Wider ones have long ways between a bar and its figures, and small letters on paper. */
const WIDEST = 760;

/** How full each resource of each pool is: a bar in a frame that is all of it. */
export function capacityChart(
  pools: readonly Pick<
    CapacityReport["pools"][number],
    "pool" | "nodesNeeded" | "nodesMax" | "resources"
  >[],
  available: number,
): Element {
  const width = usable(available);
  const amounts = width >= WIDE;
  const headings = pools.map(({ pool, nodesNeeded, nodesMax }) => ({
    row: pool,
    title: `${pool}: ${nodesNeeded} of ${nodesNeeded < nodesMax ? "at most " : ""}${nodesMax} ${nodesMax === 1 ? "node" : "nodes"} needed`,
  }));
  const bars = pools.flatMap(({ pool, resources }) =>
    resources.map((one) => ({ ...one, row: `${pool} ${one.resource}` })),
  );
  const rows = pools.flatMap(({ pool, resources }) => [
    pool,
    ...resources.map(({ resource }) => `${pool} ${resource}`),
  ]);
  const names = new Map(bars.map(({ row, resource }) => [row, resource]));
  const longest = Math.max(0, ...bars.map(({ resource }) => resource.length));
  const left = Math.max(LEAST_NAMES, longest * LETTER + 8);
  const most = Math.max(1, ...bars.map(({ used }) => used));
  const figures = { y: "row", x: most, textAnchor: "start", fill: "currentColor" } as const;
  return asImage(
    plot({
      ariaLabel: "Share of each resource of each pool at maximum scale",
      width,
      height: rows.length * ROW + 8,
      marginLeft: left,
      marginRight: SHARE + (amounts ? AMOUNT : 0),
      marginTop: 4,
      marginBottom: 4,
      x: { domain: [0, most], axis: null },
      y: { domain: rows, label: null, padding: 0.25, tickSize: 0, tickFormat: named },
      color: { type: "identity" },
      marks: [
        barX(bars, { x1: 0, x2: 1, y: "row", fill: "var(--track)" }),
        barX(bars, { x1: 0, x2: "used", y: "row", fill: ({ used }) => color(used) }),
        text(bars, { ...figures, text: ({ used }) => percent(used), dx: 8 }),
        ...(amounts ? [text(bars, { ...figures, text: "text", dx: 8 + SHARE })] : []),
        text(headings, {
          y: "row",
          text: "title",
          frameAnchor: "left",
          dx: -left,
          textAnchor: "start",
          fontWeight: 600,
          fill: "currentColor",
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
  return Math.min(Math.max(width, 280), WIDEST);
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
      x: { label: "jobs" },
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
      x: { label: "minutes", ticks: Math.max(4, Math.min(10, Math.floor(usable(width) / 80))) },
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
