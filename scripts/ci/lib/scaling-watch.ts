import { setTimeout as sleep } from "node:timers/promises";
import type { HpaState, ScalingState } from "./scaling-state";

/** What a test of scaling is made of. */
export interface ScalingWatch {
  /** Replicas at rest. */
  readonly min: number;
  look(): Promise<ScalingState>;
  /** Puts jobs on the queue and returns when they are done, or given up; in jobs. */
  load(): Promise<JobCounts>;
  /** Seconds after the load in which the workers must be back at their minimum. */
  readonly restSeconds: number;
  readonly intervalMs: number;
}

/** What became of the jobs. */
export interface JobCounts {
  readonly sent: number;
  readonly done: number;
}

/** What was seen of scaling. */
export interface Watched {
  /** What is broken, in sentences; empty: it scales. */
  readonly problems: readonly string[];
  /** Most replicas that were wanted. */
  readonly most: number;
}

/**
 * Looks at a worker's scaling before, while and after jobs come. Jobs alone prove
 * nothing: the workers at the minimum do them, too.
 */
export async function watchScaling(watch: ScalingWatch): Promise<Watched> {
  const looks: ScalingState[] = [];
  let running = true;
  const watching = (async () => {
    while (running) {
      looks.push(await watch.look());
      await sleep(watch.intervalMs);
    }
  })();
  const load = await watch.load();
  running = false;
  await watching;
  const most = mostOf(looks);
  // Without a rise there is no way back to wait for.
  const atRest = most > watch.min ? await rest(watch) : undefined;
  return { problems: scalingProblems(watch.min, looks, load, atRest), most };
}

async function rest({ look, min, restSeconds, intervalMs }: ScalingWatch): Promise<ScalingState> {
  const until = Date.now() + restSeconds * 1000;
  for (;;) {
    const state = await look();
    if (state.replicas === min || Date.now() > until) return state;
    await sleep(intervalMs);
  }
}

/**
 * What is wrong with the scaling that was seen.
 *
 * @param atRest last look after the load; undefined: not waited for
 */
export function scalingProblems(
  min: number,
  looks: readonly ScalingState[],
  { sent, done }: JobCounts,
  atRest: ScalingState | undefined,
): readonly string[] {
  const last = looks.at(-1);
  const most = mostOf(looks);
  return [
    ...(last === undefined ? ["nothing was looked at"] : partsMissing(last)),
    ...(last?.hpa === undefined ? [] : hpaProblems(last.hpa, looks)),
    ...(most > min
      ? []
      : [`the workers stayed at ${most} while jobs waited: nothing scaled them above ${min}`]),
    ...(atRest === undefined || atRest.replicas === min
      ? []
      : [`after the jobs there are ${atRest.replicas ?? "no"} replicas, not ${min} again`]),
    ...(done === sent ? [] : [`${sent - done} of ${sent} jobs were not done`]),
  ];
}

function partsMissing({ scaledObject, hpa, metricsApi }: ScalingState): readonly string[] {
  return [
    ...(scaledObject === undefined ? ["there is no ScaledObject"] : []),
    ...(scaledObject?.paused === true ? ["the ScaledObject is paused"] : []),
    ...(hpa === undefined ? ["there is no HPA of KEDA's"] : []),
    ...(metricsApi ? [] : ["the external metrics API is not available"]),
  ];
}

function hpaProblems({ min, max, message }: HpaState, looks: readonly ScalingState[]) {
  // It may lose KEDA for a look; one that never had an answer scales nothing.
  const everActive = looks.some(({ hpa }) => hpa?.active === true);
  const active = looks.at(-1)?.hpa?.active === true;
  return [
    ...(everActive && active ? [] : [`the HPA is not active (${message || "it has not looked"})`]),
    ...(max > min ? [] : [`the HPA goes from ${min} to ${max}: it can't scale`]),
  ];
}

function mostOf(looks: readonly ScalingState[]): number {
  return Math.max(0, ...looks.map(({ replicas }) => replicas ?? 0));
}
