import type { Paint } from "../../runtime/paint";
import { renderTable } from "../../runtime/table";
import { hasChanges } from "../operation/plan-environment";
import { renderFailure, renderPlan } from "../operation/render-plan";
import { planReport } from "../plan/report";
import type { Drift } from "./run";

/** Whether anything is not as the code says. */
export function hasDrifted({ plan, releases }: Drift): boolean {
  return releases.length > 0 || (plan?.stacks.some(hasChanges) ?? false);
}

/** The drift for machines; the plan as `npm run plan -- ENVIRONMENT --json` prints it. */
export function driftReport(drift: Drift): string {
  const plan: unknown = drift.plan === undefined ? null : JSON.parse(planReport(drift.plan));
  return `${JSON.stringify({ ...drift, plan, drifted: hasDrifted(drift) }, null, 2)}\n`;
}

/** The drift for people. */
export function renderDrift(drift: Drift, paint: Paint): string {
  const { plan, releases, compared, unread, environment, context } = drift;
  const table = renderTable({
    head: ["object", "field", "code", "live"],
    rows: releases.map(({ object, field, code, live }) => [object, field, code, live]),
  });
  const seen = `${compared.releases} releases, ${compared.objects} objects compared`;
  const planned =
    plan === undefined
      ? "plan not asked for"
      : plan.failure !== undefined
        ? "plan FAILED"
        : plan.stacks.some(hasChanges)
          ? "the plan has changes"
          : "no change in the plan";
  return [
    ...(plan === undefined ? [] : [renderPlan(plan, paint), renderFailure(plan, paint)]),
    ...(releases.length === 0 ? [] : [`${table}\n`]),
    ...unread.map((line) => `not read: ${line}\n`),
    `${environment} (${context}): ${planned}; ${seen}, ${releases.length === 0 ? "all" : `${releases.length} fields not`} as in the code\n`,
  ].join("");
}
