import type { Sample } from "../../testbed/model/simulation";

/** One course of a load, drawn beside others on the same scales. */
export interface Panel {
  readonly title: string;
  readonly samples: readonly Sample[];
}

/** Part of the simulated time that is drawn, seconds. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

const WIDTH = 720;
const HEIGHT = 200;
const MARGIN = { left: 40, right: 28, top: 28, bottom: 28 };
const COLORS = { jobs: "#c9d4e5", running: "#5b8dd6", workers: "#d9480f" } as const;
const LEGEND = [
  { color: COLORS.jobs, text: "jobs waiting" },
  { color: COLORS.running, text: "jobs running" },
  { color: COLORS.workers, text: "workers that take jobs" },
] as const;

/** Jobs and workers over time as an SVG, one panel below the other. */
export function renderChart(panels: readonly Panel[], range: Range): string {
  const drawn = panels.map((panel) => ({ ...panel, samples: within(panel.samples, range) }));
  const most = Math.max(
    ...drawn.flatMap(({ samples }) =>
      samples.map(({ waiting, running, ready }) => Math.max(waiting + running, ready)),
    ),
  );
  const height = panels.length * HEIGHT + 24;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="sans-serif" font-size="12">`,
    `<rect width="${WIDTH}" height="${height}" fill="#ffffff"/>`,
    ...drawn.flatMap((panel, index) => panelOf(panel, range, most, index * HEIGHT)),
    ...LEGEND.map(
      ({ color, text }, index) =>
        `<rect x="${MARGIN.left + index * 170}" y="${height - 16}" width="12" height="8" fill="${color}"/><text x="${MARGIN.left + 18 + index * 170}" y="${height - 8}">${text}</text>`,
    ),
    "</svg>",
    "",
  ].join("\n");
}

/** The last sample before the range shows where it begins. */
function within(samples: readonly Sample[], { from, to }: Range): readonly Sample[] {
  const first = samples.findLastIndex(({ at }) => at <= from);
  return samples
    .slice(Math.max(first, 0))
    .filter(({ at }) => at <= to)
    .map((sample) => ({ ...sample, at: Math.max(sample.at, from) }));
}

function panelOf(panel: Panel, range: Range, most: number, top: number): readonly string[] {
  const { title, samples } = panel;
  const x = (at: number) =>
    MARGIN.left +
    ((at - range.from) / (range.to - range.from)) * (WIDTH - MARGIN.left - MARGIN.right);
  const bottom = top + HEIGHT - MARGIN.bottom;
  const y = (count: number) => bottom - (count / most) * (HEIGHT - MARGIN.top - MARGIN.bottom);
  const line = (value: (sample: Sample) => number) => steps(samples, x, (one) => y(value(one)));
  const area = (value: (sample: Sample) => number) =>
    `M${number(x(range.from))} ${number(bottom)}${line(value).replace("M", "L")}V${number(bottom)}Z`;
  return [
    `<text x="${MARGIN.left}" y="${top + 18}" font-weight="bold">${title}</text>`,
    `<path d="${area(({ waiting, running }) => waiting + running)}" fill="${COLORS.jobs}"/>`,
    `<path d="${area(({ running }) => running)}" fill="${COLORS.running}"/>`,
    `<path d="${line(({ ready }) => ready)}" fill="none" stroke="${COLORS.workers}" stroke-width="2"/>`,
    ...axes({ range, most, bottom, x, y }),
  ];
}

/** A line that stays where it is until the next sample; samples without a change are left out. */
function steps(
  samples: readonly Sample[],
  x: (at: number) => number,
  height: (sample: Sample) => number,
): string {
  const [first, ...rest] = samples;
  if (first === undefined) return "";
  let [at, last] = [x(first.at), height(first)];
  let path = `M${number(at)} ${number(last)}`;
  for (const sample of rest) {
    at = x(sample.at);
    const next = height(sample);
    if (next !== last) path += `H${number(at)}V${number(next)}`;
    last = next;
  }
  return `${path}H${number(at)}`;
}

interface Axes {
  readonly range: Range;
  readonly most: number;
  readonly bottom: number;
  x(at: number): number;
  y(count: number): number;
}

function axes({ range, most, bottom, x, y }: Axes): readonly string[] {
  const minutes = (range.to - range.from) / 60;
  const ticks = Array.from({ length: Math.floor(minutes / 5) + 1 }, (_, index) => 5 * index);
  const counts = [0, Math.round(most / 2), most];
  return [
    `<path d="M${MARGIN.left} ${number(bottom)}H${WIDTH - MARGIN.right}" stroke="#888888"/>`,
    ...ticks.map(
      (minute) =>
        `<text x="${number(x(range.from + 60 * minute))}" y="${number(bottom + 16)}" text-anchor="middle" fill="#555555">${minute} min</text>`,
    ),
    ...counts.map(
      (count) =>
        `<text x="${MARGIN.left - 6}" y="${number(y(count) + 4)}" text-anchor="end" fill="#555555">${count}</text>`,
    ),
  ];
}

/** Tenths of a pixel. */
function number(value: number): string {
  return String(Math.round(10 * value) / 10);
}
