import type { Scenario } from "../../testbed/model/scenario";
import { burstOf, SCENARIOS } from "../../testbed/model/scenarios";
import type { Variant } from "../../testbed/model/variants";
import { VARIANTS } from "../../testbed/model/variants";

/** What the mission asks of production: renders in parallel, and seconds of p95 wait. */
export const ACCEPTANCE = { parallel: 10, waitSeconds: 30 } as const;

/** Bursts that the acceptance is judged with. */
export const BURSTS: readonly Scenario[] = [
  {
    name: "10 jobs at once",
    title: "nodes are there",
    seconds: 2 * 3600,
    surroundings: { nodeSeconds: 0 },
    jobs: burstOf(() => ACCEPTANCE.parallel),
  },
  {
    name: "the same, nodes come after 2 min",
    title: "nodes come after two minutes",
    seconds: 2 * 3600,
    jobs: burstOf(() => ACCEPTANCE.parallel),
  },
  { ...scenario("burst"), name: "as many as workers at most, at once" },
  { ...scenario("cold-nodes"), name: "these, nodes come after 2 min" },
];

/** The load that the acceptance is judged with besides, and the cost. */
export const SUSTAINED: Scenario = {
  ...scenario("sustained"),
  name: "60 % of the workers busy for 2 h",
};

/** Ways to scale that the acceptance is judged with. */
export const CANDIDATES: readonly Variant[] = [
  "as-configured",
  "default-tolerance",
  "four-each",
  "one-each-10-warm",
].map(variant);

/** Ways to scale that are known to be wrong, and what is kept from them. */
export const WRONG: readonly Variant[] = [
  "waiting-only",
  "plain-sum",
  "intermediate",
  "largest",
  "without-deletion-cost",
  "grace-120",
  "seed",
].map(variant);

/** Figures of `waitingJobsPerReplica` that the data has or could have. */
export const WAITING_JOBS_PER_REPLICA = [1, 2, 4, 10] as const;

export function scenario(name: string): Scenario {
  return named(SCENARIOS, name);
}

export function variant(name: string): Variant {
  return named(VARIANTS, name);
}

function named<T extends { readonly name: string }>(all: readonly T[], name: string): T {
  const found = all.find((one) => one.name === name);
  if (found === undefined) throw new Error(`there is no ${name}`);
  return found;
}
