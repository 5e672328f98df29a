import { groupBy } from "../../inventory/group-by";
import { columnsOf, renderTable, wrapText } from "../../runtime/table";
import type { Measures } from "../../testbed/model/measures";
import type { Played } from "./play";

/** What should not happen to jobs, by the word of the table and what it means. */
const HARM: readonly {
  readonly word: string;
  readonly means: string;
  readonly count: (measures: Measures) => number;
}[] = [
  {
    word: "lost",
    means: "in no key of the queue any more, and without a result",
    count: ({ lost }) => lost,
  },
  {
    word: "killed",
    means: "cut short by SIGKILL after a scale-in or in a rollout",
    count: ({ killedByScaleIn, killedByRollout }) => killedByScaleIn + killedByRollout,
  },
  {
    word: "failed",
    means: "for good, these and crashed ones (RQ without a retry)",
    count: ({ failed }) => failed,
  },
  {
    word: "unfinished",
    means:
      "neither done nor failed at the scenario's end, as what Celery delivers again only after its visibility timeout",
    count: ({ unfinished }) => unfinished,
  },
  {
    word: "below",
    means: "looks of the HPA that left fewer replicas than jobs ran on them",
    count: ({ belowRunning }) => belowRunning,
  },
  {
    word: "stopped",
    means: "workers with a job that a scale-in told to stop",
    count: ({ busyStopped }) => busyStopped,
  },
];

const COLUMNS: readonly (readonly [head: string, value: (measures: Measures) => string])[] = [
  ["jobs", ({ jobs }) => String(jobs)],
  ["p50", ({ waitP50 }) => shortSeconds(waitP50)],
  ["p95", ({ waitP95 }) => shortSeconds(waitP95)],
  ["most", ({ mostRunning }) => String(mostRunning)],
  ["hours", ({ workerHours }) => workerHours.toFixed(1)],
  ["ideal", ({ idealWorkerHours }) => idealWorkerHours.toFixed(1)],
  ["turns", ({ turnsPerHour }) => turnsPerHour.toFixed(1)],
  ["harm", harmOf],
];

const LEGEND =
  "p50, p95: wait of jobs. most: jobs that ran at once. hours: of workers; ideal: of an oracle's. turns: an hour, scale-ins after scale-outs and the other way round.";

/** What was played, for people: a table a worker; variants are named where there are several. */
export function renderPlayed(
  played: readonly Played[],
  columns: number = columnsOf("stdout"),
): string {
  const several = new Set(played.map(({ variant }) => variant)).size > 1;
  const workers = groupBy(played, titleOf);
  const tables = [...workers].map(([title, rows]) => {
    const head = ["scenario", ...(several ? ["variant"] : []), ...COLUMNS.map(([name]) => name)];
    const cells = rows.map(({ scenario, variant, measures }) => [
      scenario,
      ...(several ? [variant] : []),
      ...COLUMNS.map(([, value]) => value(measures)),
    ]);
    return `${title}\n${renderTable({ head, rows: cells }, columns)}\n`;
  });
  const seen = HARM.filter(({ count }) => played.some(({ measures }) => count(measures) > 0));
  const meanings = seen.map(({ word, means }) => `${word}: ${means}.`).join(" ");
  const legend = [LEGEND, ...(meanings === "" ? [] : [meanings])];
  return [...tables, legend.map((line) => `${wrapText(line, 0, columns)}\n`).join("")].join("\n");
}

function titleOf({ environment, application, worker }: Played): string {
  return `${environment}, ${application}: ${worker}`;
}

/** `19 lost, 1 stopped`; empty where all jobs were done in peace. */
function harmOf(measures: Measures): string {
  return HARM.flatMap(({ word, count }) => {
    const number = count(measures);
    return number === 0 ? [] : [`${number} ${word}`];
  }).join(", ");
}

/** `12 s`, `4 min 5 s`. */
export function seconds(value: number): string {
  const { minutes, rest } = parted(value);
  return minutes === 0 ? `${rest} s` : `${minutes} min ${rest} s`;
}

/** `12s`, `4m05s`. */
function shortSeconds(value: number): string {
  const { minutes, rest } = parted(value);
  return minutes === 0 ? `${rest}s` : `${minutes}m${String(rest).padStart(2, "0")}s`;
}

function parted(value: number): { readonly minutes: number; readonly rest: number } {
  const whole = Math.round(value);
  return { minutes: Math.floor(whole / 60), rest: whole % 60 };
}
