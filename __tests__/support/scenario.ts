import type { JobPlan } from "../../testbed/model/job";
import type { Scenario } from "../../testbed/model/scenario";

/** A scenario of given jobs, with nodes and starts that take no time. */
export function aScenario(jobs: readonly JobPlan[], changes: Partial<Scenario> = {}): Scenario {
  return {
    name: "given",
    title: "given jobs",
    seconds: 7200,
    surroundings: { nodeSeconds: 0, podStartSeconds: 1 },
    jobs: () => jobs,
    ...changes,
  };
}

/** So many equal jobs at once. */
export function jobsAt(at: number, count: number, seconds: number): readonly JobPlan[] {
  return Array.from({ length: count }, () => ({ at, seconds }));
}
