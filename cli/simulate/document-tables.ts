import type { Measures } from "../../testbed/model/measures";
import { burstTimes, type BurstTimes, type SeenBurst } from "../../testbed/model/real-burst";
import type { Scenario } from "../../testbed/model/scenario";
import { SCENARIOS } from "../../testbed/model/scenarios";
import { simulate } from "../../testbed/model/simulation";
import { withWaitingJobsPerReplica } from "../../testbed/model/variants";
import {
  ACCEPTANCE,
  BURSTS,
  CANDIDATES,
  scenario,
  SUSTAINED,
  variant,
  WAITING_JOBS_PER_REPLICA,
  WRONG,
} from "./loads";
import type { WorkerLoop } from "./loops";
import { hasVariant, play } from "./play";
import { seconds } from "./table";

/** Seeds of every figure in the document. */
export const SEEDS = [1, 2] as const;

type Row = readonly (string | number)[];

function markdown(head: readonly string[], rows: readonly Row[]): string {
  return [head, head.map(() => "---"), ...rows]
    .map((cells) => `| ${cells.join(" | ")} |`)
    .join("\n");
}

/** What the scenarios are. */
export function scenarioTable(): string {
  return markdown(
    ["scenario", "what happens"],
    SCENARIOS.map(({ name, title }) => [name, title]),
  );
}

/** Every worker in every scenario, as it is configured. */
export function configuredTable(loops: readonly WorkerLoop[]): string {
  const played = loops.flatMap((loop) =>
    SCENARIOS.map((one) => play(loop, one, variant("as-configured"), SEEDS)),
  );
  const someUnfinished = played.some(({ measures }) => measures.unfinished > 0);
  const several = new Set(loops.map(({ application }) => application)).size > 1;
  return markdown(
    [
      ...(several ? ["application"] : []),
      ...["worker", "scenario", "jobs", "lost", "killed", "failed"],
      ...(someUnfinished ? ["unfinished"] : []),
      ...["below running", "turns/h", "wait p50", "wait p95", "worker hours", "oracle's"],
    ],
    played.map(({ environment, application, worker, scenario: name, measures: m }) => [
      ...(several ? [application] : []),
      `${environment} ${worker}`,
      name,
      m.jobs,
      m.lost,
      m.killedByScaleIn + m.killedByRollout,
      m.failed,
      ...(someUnfinished ? [m.unfinished] : []),
      m.belowRunning,
      m.turnsPerHour.toFixed(1),
      seconds(m.waitP50),
      seconds(m.waitP95),
      m.workerHours.toFixed(1),
      m.idealWorkerHours.toFixed(1),
    ]),
  );
}

/** The acceptance under different loads and ways to scale: most renders at once and p95 wait; bold where both hold. */
export function acceptanceTable(loop: WorkerLoop): string {
  return markdown(
    [
      "way to scale",
      ...[...BURSTS, SUSTAINED].map(({ name }) => name),
      "worker hours of these 2 h",
      "kept while nothing waits",
    ],
    CANDIDATES.map((one) => {
      const measured = (load: Scenario) => play(loop, load, one, SEEDS).measures;
      const sustained = measured(SUSTAINED);
      return [
        one.name,
        ...[...BURSTS.map(measured), sustained].map(judged),
        sustained.workerHours.toFixed(1),
        kept(one.change(loop.loop)),
      ];
    }),
  );
}

function judged({ mostRunning, waitP95 }: Measures): string {
  const figures = `${mostRunning} at once, ${seconds(waitP95)}`;
  const holds = mostRunning >= ACCEPTANCE.parallel && waitP95 < ACCEPTANCE.waitSeconds;
  return holds ? `**${figures}**` : figures;
}

function kept({ minReplicas, nodes }: WorkerLoop["loop"]): string {
  const needed = Math.max(nodes.min, Math.ceil(minReplicas / nodes.workersPerNode));
  return `${minReplicas} workers on ${needed === 1 ? "one node" : `${needed} nodes`}`;
}

/** What more waiting jobs for each replica do to a worker. */
export function waitingJobsTable(loops: readonly WorkerLoop[]): string {
  return markdown(
    [
      ...[
        "worker",
        "waiting jobs per replica",
        "workers for 10 at once",
        "wait p95",
        "below running",
      ],
      ...["busy stopped", "worker hours", "oracle's"],
    ],
    loops.flatMap((loop) =>
      WAITING_JOBS_PER_REPLICA.map((target) => {
        const changed = { ...loop, loop: withWaitingJobsPerReplica(loop.loop, target) };
        const { measures: m } = play(
          changed,
          scenario("sustained"),
          variant("as-configured"),
          SEEDS,
        );
        const { minReplicas, maxReplicas } = loop.loop;
        return [
          `${loop.environment} ${loop.worker}`,
          target === loop.loop.composite?.target ? `${target} (configured)` : target,
          Math.min(maxReplicas, Math.max(minReplicas, Math.ceil(10 / target))),
          seconds(m.waitP95),
          m.belowRunning,
          m.busyStopped,
          m.workerHours.toFixed(1),
          m.idealWorkerHours.toFixed(1),
        ];
      }),
    ),
  );
}

/** What wrong ways to scale would do. */
export function wrongTable(loop: WorkerLoop): string {
  const { measures: right } = play(loop, scenario("rollout"), variant("as-configured"), SEEDS);
  const figures = ({
    killedByScaleIn,
    killedByRollout,
    belowRunning,
    busyStopped,
    waitP95,
  }: typeof right): Row => [
    killedByScaleIn,
    killedByRollout,
    belowRunning,
    busyStopped,
    seconds(waitP95),
  ];
  return markdown(
    [
      ...["variant", "what is different", "killed by scale-in", "killed by rollout"],
      ...["below running", "busy stopped", "wait p95"],
    ],
    [
      ["as-configured", "nothing", ...figures(right)],
      ...WRONG.filter((one) => hasVariant(loop, one)).map((one): Row => {
        const { measures } = play(loop, scenario("rollout"), one, SEEDS);
        return [one.name, one.title, ...figures(measures)];
      }),
    ],
  );
}

/** The model beside a real burst. */
export function agreementTable(
  { loop }: WorkerLoop,
  { scenario: played, scaledOutBy, times: seen }: SeenBurst,
): string {
  const times = Array.from({ length: 20 }, (_, seed) =>
    burstTimes(simulate(loop, played, seed), loop, scaledOutBy),
  );
  const range = (all: readonly BurstTimes[], key: keyof BurstTimes) => {
    const values = all.map((one) => one[key]);
    return `${Math.round(Math.min(...values))} to ${Math.round(Math.max(...values))} s`;
  };
  const row = (what: string, key: keyof BurstTimes): Row => [
    what,
    range(seen, key),
    range(times, key),
  ];
  const { minReplicas: min, maxReplicas: max } = loop;
  const workers = (count: number) => `${count} worker${count === 1 ? "" : "s"}`;
  return markdown(
    ["", `seen, ${seen.length} bursts`, `model, ${times.length} bursts`],
    [
      row(`${min} to ${workers(max)} ${scaledOutBy}`, "scaledOut"),
      row("last of 24 jobs done", "lastJobDone"),
      row(`${workers(min)} wanted again`, "scaledIn"),
    ],
  );
}
