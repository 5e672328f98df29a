import Table from "cli-table3";
import type { Played } from "./play";

const COLUMNS: readonly (readonly [head: string, value: (played: Played) => string | number])[] = [
  ["environment", ({ environment }) => environment],
  ["worker", ({ worker }) => worker],
  ["scenario", ({ scenario }) => scenario],
  ["variant", ({ variant }) => variant],
  ["jobs", ({ measures }) => measures.jobs],
  ["lost", ({ measures }) => measures.lost],
  ["killed", ({ measures }) => measures.killedByScaleIn + measures.killedByRollout],
  ["failed", ({ measures }) => measures.failed],
  ["below running", ({ measures }) => measures.belowRunning],
  ["busy stopped", ({ measures }) => measures.busyStopped],
  ["turns/h", ({ measures }) => measures.turnsPerHour.toFixed(1)],
  ["most at once", ({ measures }) => measures.mostRunning],
  ["wait p50", ({ measures }) => seconds(measures.waitP50)],
  ["wait p95", ({ measures }) => seconds(measures.waitP95)],
  [
    "worker hours",
    ({ measures }) =>
      `${measures.workerHours.toFixed(1)} (${measures.idealWorkerHours.toFixed(1)})`,
  ],
];

const LEGEND = [
  "killed: cut short by SIGKILL after a scale-in or in a rollout. failed: in FailedJobRegistry, these and crashed ones.",
  "below running: looks of the HPA that left fewer replicas than jobs ran on them. busy stopped: workers with a job that a scale-in told to stop.",
  "turns/h: scale-ins after scale-outs and the other way round. worker hours in brackets: an oracle's.",
].join("\n");

/** What was played, for people. */
export function renderPlayed(played: readonly Played[]): string {
  const table = new Table({ head: COLUMNS.map(([head]) => head), style: { head: [], border: [] } });
  for (const one of played) table.push(COLUMNS.map(([, value]) => String(value(one))));
  return `${table.toString()}\n${LEGEND}\n`;
}

/** `12 s`, `4 min 5 s`. */
export function seconds(value: number): string {
  const whole = Math.round(value);
  const minutes = Math.floor(whole / 60);
  return minutes === 0 ? `${whole} s` : `${minutes} min ${whole % 60} s`;
}
