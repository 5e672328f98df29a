import Table from "cli-table3";
import type { Played } from "./play";

type Column = readonly [head: string, value: (played: Played) => string | number];

const APPLICATION: Column = ["application", ({ application }) => application];

const COLUMNS: readonly Column[] = [
  ["worker", ({ worker }) => worker],
  ["scenario", ({ scenario }) => scenario],
  ["variant", ({ variant }) => variant],
  ["jobs", ({ measures }) => measures.jobs],
  ["lost", ({ measures }) => measures.lost],
  ["killed", ({ measures }) => measures.killedByScaleIn + measures.killedByRollout],
  ["failed", ({ measures }) => measures.failed],
  ["unfinished", ({ measures }) => measures.unfinished],
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
  "killed: cut short by SIGKILL after a scale-in or in a rollout. failed: for good, these and crashed ones (RQ without a retry).",
  "unfinished: neither done nor failed at the scenario's end, as what Celery delivers again only after its visibility timeout.",
  "below running: looks of the HPA that left fewer replicas than jobs ran on them. busy stopped: workers with a job that a scale-in told to stop.",
  "turns/h: scale-ins after scale-outs and the other way round. worker hours in brackets: an oracle's.",
].join("\n");

/** What was played, for people; applications are named where there are several. */
export function renderPlayed(played: readonly Played[]): string {
  const several = new Set(played.map(({ application }) => application)).size > 1;
  const columns: readonly Column[] = [
    ["environment", ({ environment }) => environment],
    ...(several ? [APPLICATION] : []),
    ...COLUMNS,
  ];
  const table = new Table({ head: columns.map(([head]) => head), style: { head: [], border: [] } });
  for (const one of played) table.push(columns.map(([, value]) => String(value(one))));
  return `${table.toString()}\n${LEGEND}\n`;
}

/** `12 s`, `4 min 5 s`. */
export function seconds(value: number): string {
  const whole = Math.round(value);
  const minutes = Math.floor(whole / 60);
  return minutes === 0 ? `${whole} s` : `${minutes} min ${whole % 60} s`;
}
