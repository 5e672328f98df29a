import { hasChanges } from "../operation/plan-environment";
import { deploymentReport } from "../deploy/report";
import type { ChangedEnvironment } from "../switches/change-environment";

/** What became of a change, in the last lines that people read. */
export function renderChange(change: ChangedEnvironment, again: string): string {
  const { environment, outcome, deployment } = change;
  switch (outcome) {
    case "already so":
      return `${environment} is so already: ${change.file} says it and is committed; nothing was done.\nIf its last apply broke off: npm run deploy -- ${environment}\n`;
    case "shown":
      return `nothing was written or applied. To do it: ${again} --yes --commit\n`;
    case "applied":
      return `${environment}: done, ${applied(change)}${change.commit === undefined ? "; not committed" : `, commit ${change.commit}`}\n`;
    case "not applied":
      return `${environment}: the data is changed, and its apply failed: ${deployment?.failure?.message ?? ""}\nfix: ${deployment?.failure?.remedy ?? ""}\nthen: ${deployment?.next ?? ""}\n`;
    default:
      return outcome satisfies never;
  }
}

function applied({ deployment }: ChangedEnvironment): string {
  const stacks = deployment?.applied.map(({ id }) => id) ?? [];
  return stacks.length === 0 ? "no stack had to change" : `applied ${stacks.join(", ")}`;
}

/** The change for machines. */
export function changeReport({ plan, deployment, ...change }: ChangedEnvironment): object {
  return {
    ...change,
    plan: plan?.stacks.map((stack) => ({
      stack: stack.id,
      changes: hasChanges(stack),
      resources: stack.changes.map(({ address, action }) => ({ address, action })),
    })),
    deployment:
      deployment === undefined ? undefined : (JSON.parse(deploymentReport(deployment)) as object),
  };
}
