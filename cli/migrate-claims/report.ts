import { renderTable } from "../../runtime/table";
import { successorName } from "../../environments/claim-names";
import type { ClaimFacts, Facts, ClaimInCluster } from "./facts";
import { describeResult } from "./run-copies";
import { nextStep, type MigrationStep, stepsOf, verdictOf } from "./steps";

/** Where a migration stands, for people. */
export function renderStatus(facts: Facts, mode: "short" | "every step"): string {
  const steps = stepsOf(facts);
  return [
    claimTable(facts),
    ...(isNothingToDo(facts, steps)
      ? [`nothing to move: every claim of ${facts.environment} is as the data wants it`]
      : steps.map((step) => stepLine(step, step === nextStep(steps), mode))),
    ...keptLines(facts),
    "",
  ].join("\n");
}

/** The same for machines. */
export function statusReport(facts: Facts): object {
  const steps = stepsOf(facts);
  return {
    environment: facts.environment,
    namespace: facts.namespace,
    claims: facts.claims.map((claim) => ({
      name: claim.spec.name,
      verdict: verdictOf(claim, facts.className),
      old: claim.old,
      successor: claim.successor,
      copies: claim.copies,
      users: claim.users.map(({ name }) => name),
    })),
    steps: steps.map(({ name, done, detail }) => ({ name, done, detail })),
    next: nextStep(steps)?.name,
    kept: keptClaims(facts),
  };
}

function isNothingToDo({ claims, className }: Facts, steps: readonly MigrationStep[]): boolean {
  return (
    nextStep(steps) === undefined &&
    claims.every((claim) => ["fits", "absent"].includes(verdictOf(claim, className)))
  );
}

function claimTable({ claims, className }: Facts): string {
  return renderTable({
    head: ["claim", "is", "old", "successor", "copied"],
    rows: claims.map((claim) => [
      claim.spec.name,
      verdictOf(claim, className),
      described(claim.old),
      described(claim.successor),
      copied(claim),
    ]),
  });
}

function described(claim: ClaimInCluster | undefined): string {
  if (claim === undefined) return "-";
  return `${claim.phase}, ${claim.accessModes.join(" ")}\n${claim.className ?? "no class"}`;
}

function copied({ copies: { first, final } }: ClaimFacts): string {
  const result = final ?? first;
  return result === undefined
    ? "-"
    : `${result.pass}: ${describeResult(result)}`.replaceAll(", ", ",\n");
}

function stepLine({ title, done, detail }: MigrationStep, isNext: boolean, mode: string): string {
  const sign = done ? "done" : isNext ? "NEXT" : "    ";
  const showsDetail = !done && (isNext || mode === "every step");
  return `${sign}  ${title}${showsDetail ? `\n      ${detail}` : ""}`;
}

/** Old claims that no pod needs any more. */
function keptClaims({ claims }: Facts): readonly ClaimInCluster[] {
  return claims.flatMap(({ move, old }) => (move === "moved" && old !== undefined ? [old] : []));
}

function keptLines(facts: Facts): readonly string[] {
  const kept = keptClaims(facts);
  if (kept.length === 0) return [];
  return [
    "",
    "Kept, with the data as it was before the cut-over:",
    ...kept.map(
      ({ name, volume }) =>
        `  ${name} (volume ${volume ?? "none"}); its data is in ${successorName(name)}`,
    ),
    `When the new ones have proved themselves: kubectl -n ${facts.namespace} delete pvc ${kept.map(({ name }) => name).join(" ")}`,
    "(a volume whose reclaim policy is Retain stays even then: kubectl get pv)",
  ];
}
