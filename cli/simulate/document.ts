import { isProtected } from "../../environments/protection";
import type { EnvironmentSpec } from "../../environments/schema";
import { QUEUE_NAMES, queueAdapter } from "../../queues";
import { SEEN_BURSTS } from "../../testbed/model/real-burst";
import { simulate } from "../../testbed/model/simulation";
import { renderChart } from "./chart";
import { cpuShareSection } from "./cpu-share";
import {
  acceptanceTable,
  agreementTable,
  configuredTable,
  waitingJobsTable,
  scenarioTable,
  SEEDS,
  wrongTable,
} from "./document-tables";
import { ACCEPTANCE, CANDIDATES, scenario, variant } from "./loads";
import { type UnplayedWorker, type WorkerLoop, workerLoops } from "./loops";

/** The picture, beside the document. */
export const CHART_FILE = "scaling-burst.svg";

/** Part of the burst that is drawn: it comes after ten minutes. */
const DRAWN = { from: 9 * 60, to: 49 * 60 };

/** The figures of the scaling loop as a document, and its picture. */
export function scalingDocument(specs: readonly EnvironmentSpec[]): {
  readonly markdown: string;
  readonly chart: string;
} {
  const { loops, unplayed } = workerLoops(specs);
  const production = first(loops, specs.find(isProtected));
  const sections = [
    introduction(loops),
    whatHolds(loops),
    acceptance(production),
    ...specs
      .filter(({ name }) => name === production.environment)
      .map((spec) => cpuShareSection(spec, production)),
    waitingJobs(loops, production),
    wrongWays(production),
    agreement(loops),
    leftOut(loops, unplayed),
  ];
  return { markdown: `${sections.join("\n\n")}\n`, chart: chart(production) };
}

function first(loops: readonly WorkerLoop[], spec: EnvironmentSpec | undefined): WorkerLoop {
  const found = loops.find((one) => one.environment === spec?.name);
  if (found === undefined) throw new Error(`no ScaledObject scales a worker of ${spec?.name}`);
  return found;
}

function introduction(loops: readonly WorkerLoop[]): string {
  const libraries = QUEUE_NAMES.filter((name) => loops.some(({ loop }) => loop.library === name));
  return `# How the queue scales the workers

Figures of a model of the loop: ${libraries.map((name) => queueAdapter(name).title).join(", ")}, KEDA, the HPA controller, the ReplicaSet, the nodes ([testbed/model](../testbed/model/README.md)). It plays what is synthesized for each environment, so this page changes with the data. All figures are of seeds ${SEEDS.join(" and ")} together. \`npm run simulate\` plays the same with other seeds and variants.

${scenarioTable()}

Loads are relative to a worker's maximum. Six jobs in ten are previews (median 1 min), four are renders (median 5 min, at most the timeout): an assumption, the app publishes no durations.`;
}

function whatHolds(loops: readonly WorkerLoop[]): string {
  return `## As configured

- **lost**: in no list of RQ and without a result. Only a Redis that comes back without its data loses jobs, in any loop: production's has an append-only file, local's has none.
- **killed**: cut short by SIGKILL after a scale-in or in a rollout.
- **failed**: in FailedJobRegistry, with the killed ones those whose worker died. The app enqueues without a retry; with one RQ puts them back (variant \`retries\`: none fails).
${loops.some(isCelery) ? CELERY_TERMS : ""}- **below running**: looks of the HPA that left fewer replicas than jobs ran on them, below the maximum. Those workers finish their job, but they take no other.
- **turns/h**: scale-ins after scale-outs and the other way round. The oscillating load itself turns six times an hour.
- **wait**: from the queue to a worker, of all jobs. **worker hours**: of all pods; the oracle has a worker the moment it is needed, and never fewer than the minimum.

${configuredTable(loops)}

What Redis and KEDA do when they are away:

- A worker with a job that cannot reach Redis at a heartbeat (every 30 s) gives up, and its job with it. Seen with RQ 2.6.1: outages of 3 s and 10 s between two heartbeats did nothing, one of 45 s ended the busy worker and not the idle one.${loops.some(isCelery) ? CELERY_AWAY : ""}
- KEDA's fallback comes only while Redis answers a PING but not the question (read in KEDA 2.20's source, not tried). Without a connection KEDA cannot make a new scaler, counts no failures, and answers with an error. Either way the HPA leaves the replicas as they are; so it does while KEDA's operator is away.
- A Redis that comes back empty reads as an empty queue: busy workers are told to stop after the scale-in window, and finish their jobs. Seen on the testbed: 4 workers with jobs, Redis killed and empty again at once, 1 replica wanted 30 s later.
- After an outage longer than the scale-in window the HPA has forgotten what was wanted before: the first low value removes a replica at once.`;
}

function acceptance(production: WorkerLoop): string {
  const { environment, worker, loop } = production;
  return `## ${ACCEPTANCE.parallel} renders in parallel, p95 wait under ${ACCEPTANCE.waitSeconds} s

\`${worker}\` of ${environment}, ${loop.minReplicas} to ${loop.maxReplicas} replicas: the most renders at once, and the p95 wait. Bold where both are as asked.

${acceptanceTable(production)}

${CANDIDATES.map(({ name, title }) => `- **${name}**: ${title}`).join("\n")}

![Jobs and workers in a burst](${CHART_FILE})

The data of a way is that of \`${worker}\` in \`environments/${environment}.ts\`, and for 10 jobs at once nothing else has to change: ${loop.nodes.workersPerNode} workers fit one node of its pool by what they request, and the pool keeps ${loop.nodes.min}. What the model does not play: workers that share a node share its CPUs; the next section prices it.

- The HPA looks every 15 s, a pod takes some seconds to start: a wait under 30 s for a burst leaves room for one look. Growth in several steps takes one look for each.
- A ratio within a tenth of the target changes nothing by default: with ten replicas and one job for each, an eleventh job waits for one of the ten (variant \`default-tolerance\`). \`scaleOutTolerance: 0\` ends that (Kubernetes 1.35; KEDA passes it on).
- When a node has to come first, only workers that are there already can take jobs within 30 s: as many as jobs may come at once, or nodes kept for them.`;
}

function waitingJobs(loops: readonly WorkerLoop[], production: WorkerLoop): string {
  const shown = loops.filter(
    ({ onTestbed, application, worker }) =>
      !onTestbed && application === production.application && worker === production.worker,
  );
  return `## Waiting jobs for each replica

A worker runs one job at a time. The formula gives every running job its replica and adds one for every \`applications[].workers[].scaling.waitingJobsPerReplica\` that wait: \`waiting + n * running\` over a target of \`n\`. With \`n\` above 1 some jobs wait for a worker that gets free, with fewer workers idle. The sustained load:

${waitingJobsTable(shown)}

"Workers for 10 at once" is what the HPA wants at its first look; as workers take jobs, it wants more. A plain sum over the same target (variant \`plain-sum\` below) would want one replica for several running jobs as soon as the queue is empty.`;
}

function wrongWays(production: WorkerLoop): string {
  return `## What other ways to scale would do

\`${production.worker}\` of ${production.environment} in the scenario \`rollout\`; each variant is the loop as configured with one thing different.

${wrongTable(production)}`;
}

function agreement(loops: readonly WorkerLoop[]): string {
  const parts = SEEN_BURSTS.flatMap((burst) => {
    const local = loops.find(
      ({ onTestbed, application, loop }) =>
        onTestbed &&
        loop.library === burst.library &&
        application === (burst.application ?? application),
    );
    if (local === undefined) return [];
    const { title } = queueAdapter(burst.library);
    return [
      `${burst.what}: real KEDA, HPA controller (every 5 s), Redis and ${title} workers against the model with local's data. Seconds from the moment of the jobs; when the HPA happens to look makes the difference between bursts.${local.loop.minReplicas > 0 ? ` ${STEPS_BACK}` : ""}\n\n${agreementTable(local, burst)}`,
    ];
  });
  return ["## The model and the real thing", ...parts].join("\n\n");
}

const STEPS_BACK =
  "Both go back from 4 workers to 1 in one or two steps: what a scale-out added within the last minute may go at once. After longer work nothing of that is left, and they go one a minute: 4 to 1 in three steps, 2 min 22 s, after jobs of 12 s that took a minute.";

function isCelery({ loop }: WorkerLoop): boolean {
  return loop.library === "celery";
}

const CELERY_TERMS = `- **unfinished**: neither done nor failed when the time is over. Celery delivers the job of a dead worker again after its visibility timeout, an hour or more, and counts it as running until then; one that is killed for memory each time comes again each time.
`;

const CELERY_AWAY = `
- Celery, seen with 5.7.0: a worker in a job goes on without Redis and acknowledges the job over its next connection; an idle one looks again after 2, 4, 6, … at most 30 s.`;

const CELERY_LEFT_OUT = `
- Celery: jobs with a countdown or of another priority. A worker that was in a job when its connection broke takes one more job afterwards, which waits behind that one (seen with 5.7.0).`;

function leftOut(loops: readonly WorkerLoop[], unplayed: readonly UnplayedWorker[]): string {
  const workers = unplayed.map(
    ({ environment, application, worker, reason }) =>
      `\n- ${environment} ${application}/${worker}: ${reason}.`,
  );
  return `## What the model leaves out

- Pods of a placed worker take jobs after 5 s, new nodes take pods after 2 min: assumptions, measured on no cluster of ours. Nodes hold nothing but workers.
- CPU: renders on one node do not slow each other down. Workers request 1 CPU and may use 16.
- ResourceQuota, evictions, spot, node failures; the RQ scheduler (a retry with an interval); several queues of one worker (all jobs come on its first), and workers that join others above a number of jobs.
- Redis is reachable or refuses connections at once; a connection that hangs is not played.
- KEDA answers the HPA without delay and reads Redis at that moment, as it does without \`useCachedMetrics\`: the polling interval decides only about 0 and 1.${loops.some(isCelery) ? CELERY_LEFT_OUT : ""}${workers.join("")}`;
}

function chart({ environment, loop }: WorkerLoop): string {
  const panel = (name: string, title: string) => ({
    title,
    samples: simulate(variant(name).change(loop), scenario("burst"), SEEDS[0]).samples,
  });
  const jobs = `${loop.maxReplicas} jobs at once`;
  return renderChart(
    [
      panel("as-configured", `${jobs}, as ${environment} is configured`),
      panel("one-each", `${jobs}, one replica for each job`),
      panel("plain-sum", `${jobs}, a plain sum over the same target`),
    ],
    DRAWN,
  );
}
