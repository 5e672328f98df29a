import { readFileSync, writeFileSync } from "node:fs";
import type { SeenRun } from "../environments/facts/seen-runs";
import { projectFile } from "../environments/project";

/** What runs leave for the rules and the documents, relative to the project. */
export const RUNS_FILE = "environments/facts/seen-runs.json";

/** A run of the end-to-end test, as far as it is recorded. */
export interface RecordedRun {
  /** Release of Kubernetes, e.g. `1.37.2`. */
  readonly release: string;
  /** Version of each chart that was applied. */
  readonly charts: Readonly<Record<string, string>>;
  /** Phases that passed. */
  readonly passed: readonly { readonly name: string; readonly seen: string }[];
  /** Day of the run, `YYYY-MM-DD`. */
  readonly day: string;
}

/**
 * What is known after a run: its phases go over those of an earlier run of the same release and
 * charts; of another release or other charts nothing is kept, as it was not seen with these.
 */
export function withRun(
  runs: Readonly<Record<string, SeenRun>>,
  { release, charts, passed, day }: RecordedRun,
): Readonly<Record<string, SeenRun>> {
  const minor = release.split(".").slice(0, 2).join(".");
  const before = runs[minor];
  const isSame =
    before?.release === release && JSON.stringify(before.charts) === JSON.stringify(charts);
  const phases = {
    ...(isSame ? before.phases : {}),
    ...Object.fromEntries(passed.map(({ name, seen }) => [name, { day, seen }])),
  };
  return { ...runs, [minor]: { release, charts, phases } };
}

/** Writes a run beside those that there are. */
export function recordRun(run: RecordedRun): void {
  const file = projectFile(RUNS_FILE);
  const runs: Readonly<Record<string, SeenRun>> = JSON.parse(readFileSync(file, "utf8"));
  writeFileSync(file, `${JSON.stringify(withRun(runs, run), undefined, 2)}\n`);
}
