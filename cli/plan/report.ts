import { type EnvironmentPlan, hasChanges } from "../operation/plan-environment";

/** The plans for machines. */
export function planReport({
  environment,
  terraform,
  stacks,
  notPlanned,
  left,
  failure,
}: EnvironmentPlan): string {
  const report = {
    environment,
    terraform,
    outcome: outcomeOf(stacks.some(hasChanges), failure !== undefined),
    stacks,
    notPlanned,
    left,
    ...(failure === undefined
      ? {}
      : {
          failure: {
            stack: failure.stackId,
            step: failure.step,
            errors: failure.errors,
            log: failure.log,
          },
        }),
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}

function outcomeOf(changes: boolean, failed: boolean): "no change" | "changes" | "failed" {
  if (failed) return "failed";
  return changes ? "changes" : "no change";
}
