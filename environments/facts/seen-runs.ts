import runs from "./seen-runs.json";

/** What an end-to-end test saw on a release of Kubernetes. */
export interface SeenRun {
  /** E.g. `1.37.2`. */
  readonly release: string;
  /** Version of each chart that was applied. */
  readonly charts: Readonly<Record<string, string>>;
  /** Phases that passed, each with its figures and its day, `YYYY-MM-DD`. */
  readonly phases: Readonly<Record<string, { readonly day: string; readonly seen: string }>>;
}

/** Runs by the minor of Kubernetes; `npm run test:e2e -- --record` writes them. */
export const SEEN_RUNS: Readonly<Record<string, SeenRun>> = runs;

/** Day on which a version of a chart was deployed on a minor of Kubernetes by the end-to-end test; undefined: it was not. */
export function dayOfDeploy(
  kubernetes: string,
  chart: string,
  version: string,
): string | undefined {
  const run = SEEN_RUNS[kubernetes];
  return run?.charts[chart] === version ? run.phases["deploy"]?.day : undefined;
}
