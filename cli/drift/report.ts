import { countOf } from "../../runtime/count-of";
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
  const { plan, releases, unread } = drift;
  const table = renderTable({
    head: ["object", "field", "code", "live"],
    rows: releases.map(({ object, field, code, live }) => [object, field, code, live]),
  });
  return [
    ...(plan === undefined ? [] : [renderPlan(plan, paint), renderFailure(plan, paint)]),
    ...(releases.length === 0 ? [] : [`${table}\n`]),
    ...unread.map((line) => `not read: ${line}\n`),
    verdict(drift, paint),
  ].join("");
}

/** The last line: whether all is as the code says, what was compared, and what to type next. */
function verdict(drift: Drift, paint: Paint): string {
  const { plan, releases, compared, unread, environment, context } = drift;
  const planned =
    plan === undefined
      ? "plan not asked for"
      : plan.failure !== undefined
        ? "plan failed"
        : plan.stacks.some(hasChanges)
          ? "the plan has changes"
          : "no change in the plan";
  const differ =
    releases.length === 0
      ? "all as in the code"
      : `${countOf(releases.length, "field")} not as in the code`;
  const seen = `${countOf(compared.releases, "release")} and ${countOf(compared.objects, "object")} compared, ${differ}`;
  const rest = unread.length === 0 ? "" : `; ${unread.length} not read`;
  return `${judged(drift, paint)} in ${environment} (${context}): ${planned}; ${seen}${rest}.${next(drift)}\n`;
}

function judged(drift: Drift, paint: Paint): string {
  if (hasDrifted(drift)) return paint("red", "Drift");
  return drift.plan?.failure === undefined
    ? paint("green", "No drift")
    : paint("red", "No drift was seen, and not all was looked at");
}

function next(drift: Drift): string {
  const { plan, environment } = drift;
  if (plan?.failure !== undefined) return " Next: the fix above.";
  if (!hasDrifted(drift)) return "";
  return plan?.stacks.some(hasChanges)
    ? ` Next: npm run deploy -- ${environment} --plan, or put the same into the code.`
    : " Next: put the same into the code, or undo it by hand.";
}
