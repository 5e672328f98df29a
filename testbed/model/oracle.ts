import type { JobPlan } from "./job";

/** The best that is possible with the same maximum. */
export interface Ideal {
  /** Seconds that each job waits, in the order of arrival. */
  readonly waits: readonly number[];
  /** Hours of workers: those that render, and the minimum that is always there. */
  readonly workerHours: number;
}

/**
 * An oracle: a worker is there the moment a job comes, up to the maximum, and
 * gone when it is done. Beyond the maximum jobs wait in order.
 */
export function ideal(
  plans: readonly JobPlan[],
  { minReplicas, maxReplicas }: { readonly minReplicas: number; readonly maxReplicas: number },
  seconds: number,
): Ideal {
  const free = Array.from({ length: maxReplicas }, () => 0);
  const steps: { readonly at: number; readonly change: number }[] = [];
  const waits = [...plans]
    .sort((left, right) => left.at - right.at)
    .map(({ at, seconds: length }) => {
      const earliest = free.reduce(
        (best, time, index) => (time < (free[best] ?? 0) ? index : best),
        0,
      );
      const start = Math.max(at, free[earliest] ?? 0);
      free[earliest] = start + length;
      steps.push({ at: start, change: 1 }, { at: start + length, change: -1 });
      return start - at;
    });
  return { waits, workerHours: hours(steps, minReplicas, seconds) };
}

function hours(
  steps: readonly { readonly at: number; readonly change: number }[],
  least: number,
  seconds: number,
): number {
  let [busy, since, total] = [0, 0, 0];
  const advance = (to: number) => {
    total += (to - since) * Math.max(busy, least);
    since = to;
  };
  for (const { at, change } of [...steps].sort((left, right) => left.at - right.at)) {
    advance(Math.min(at, seconds));
    busy += change;
  }
  advance(seconds);
  return total / 3600;
}
