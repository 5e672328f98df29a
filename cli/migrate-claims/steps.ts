import { successorName } from "../../environments/claim-names";
import type { ClaimFacts, Facts } from "./facts";
import type { Pass } from "./journal";

/** What becomes of a claim, as the cluster and the data are now. */
export type ClaimVerdict =
  /** Has the wanted class and can be mounted by many nodes. */
  | "fits"
  /** Is not in the cluster: it will be made as the data says. */
  | "absent"
  | "moving"
  | "moved";

export function verdictOf(
  { spec, move, old, successor }: ClaimFacts,
  className: string,
): ClaimVerdict {
  if (move === "moved") return "moved";
  if (move === "copying") return "moving";
  if (old === undefined) return successor === undefined ? "absent" : "moving";
  return old.className === className && old.accessModes.includes(spec.accessMode)
    ? "fits"
    : "moving";
}

/** The steps of a migration, in their order. */
export const STEPS = [
  "declare",
  "first-copy",
  "stop",
  "final-copy",
  "cut-over",
  "start",
  "clean",
] as const;
export type StepName = (typeof STEPS)[number];

/** One step, and whether the cluster shows that it is done. */
export interface MigrationStep {
  readonly name: StepName;
  readonly title: string;
  readonly done: boolean;
  /** What it would do, or what shows that it is done. */
  readonly detail: string;
}

/**
 * Every step with its state, read from the cluster and the data alone: a call
 * after a crash, on any machine, gives the same.
 */
export function stepsOf(facts: Facts): readonly MigrationStep[] {
  const moving = facts.claims.filter((claim) => verdictOf(claim, facts.className) === "moving");
  const moved = facts.claims.filter(({ move }) => move === "moved");
  const names = moving.map(({ spec }) => spec.name);
  const undeclared = moving.filter(({ move, successor }) => move === undefined || !successor);
  const users = moving.flatMap((claim) => claim.users.map(({ name }) => name));
  const onOld = facts.deployments.filter(({ claims }) =>
    [...moving, ...moved].some(({ spec }) => claims.includes(spec.name)),
  );
  const unfinished = (pass: Pass) =>
    moving.filter((claim) => !isCopied(facts, claim, pass)).map(({ spec }) => spec.name);
  const stopped = facts.journal?.stopped;
  const isStopped =
    stopped?.at !== undefined &&
    users.length === 0 &&
    onOld.every(({ replicas }) => replicas === 0);
  const leftOver = [...facts.jobs, ...(facts.journal === undefined ? [] : ["the journal"])];
  const step = (
    name: StepName,
    title: string,
    left: readonly string[],
    todo: string,
  ): MigrationStep => ({
    name,
    title,
    done: left.length === 0,
    detail: left.length === 0 ? "done" : todo,
  });
  return [
    step(
      "declare",
      "New claims beside the old ones",
      undeclared.map(({ spec }) => spec.name),
      `claimMoves says copying for ${listed(names)}; a commit and a deploy make ${listed(names.map(successorName))}, and Terraform lets go of the old ones`,
    ),
    step(
      "first-copy",
      "First copy, while the workload runs",
      unfinished("first"),
      `a Job each copies ${listed(unfinished("first"))} with checksums`,
    ),
    step(
      "stop",
      "The workload stops",
      moving.length === 0 || isStopped ? [] : ["workload"],
      `KEDA is paused and ${listed(onOld.map(({ name }) => name))} go to 0; jobs that run are waited for. The web front is away until the step "start"`,
    ),
    step(
      "final-copy",
      "Final copy, without writers",
      unfinished("final"),
      `what changed since is taken over, and both trees are compared by the checksums of all files: ${listed(unfinished("final"))}`,
    ),
    step(
      "cut-over",
      "The workload moves to the new claims",
      [
        ...moving.map(({ spec }) => spec.name),
        ...onOld.filter(() => moving.length === 0).map(({ name }) => name),
      ],
      `claimMoves says moved; a commit and a deploy mount ${listed(names.map(successorName))}`,
    ),
    step(
      "start",
      "The workload starts",
      stopped === undefined ? [] : ["workload"],
      `${listed(Object.entries(stopped?.replicas ?? {}).map(([name, count]) => `${name} to ${count}`))}, KEDA goes on`,
    ),
    step(
      "clean",
      "Jobs and journal go",
      leftOver,
      `${listed(leftOver)} go; both kinds of claims stay`,
    ),
  ];
}

/** A final pass counts only when no pod could write since. */
export function isCopied({ journal }: Facts, { copies }: ClaimFacts, pass: Pass): boolean {
  if (pass === "first") return copies.first !== undefined || copies.final !== undefined;
  const since = journal?.stopped?.at;
  return since !== undefined && copies.final !== undefined && copies.final.at >= since;
}

/** The step that comes next; undefined when all is done, or there was never anything to do. */
export function nextStep(steps: readonly MigrationStep[]): MigrationStep | undefined {
  return steps.find(({ done }) => !done);
}

function listed(names: readonly string[]): string {
  return names.length === 0 ? "nothing" : names.join(", ");
}
