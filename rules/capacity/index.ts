import type { EnvironmentSpec } from "../../environments/schema";
import { describe, type Inventory } from "../../inventory/model";
import { assumedOf, CAPACITY } from "./assumed";
import type { Assumed } from "./boot-labels";
import { remediesFor } from "./changes";
import { knownChart } from "../../addons";
import { fixText } from "./fix-text";
import { knownMisfits } from "./known-placements";
import { describeMisfit, subjectOf } from "./misfit-text";
import { type Misfit, withoutMisfits } from "./misfit";
import { finishingFindings, quotaFindings } from "./quota/findings";
import { refusedLimits } from "./refused-limits";
import type { Situation } from "./situation";
import { duringRollout, whileOthersFinish } from "./situation-of";
import { type Finding, findingAt, type Rule } from "../engine/rule";

const id = CAPACITY;

export const capacity: Rule = {
  id,
  title: "At maximum scale every pod has a node, and its namespace's quota lets it be made",
  why: "In staging worker replicas stayed Pending: more of them than the nodes could hold. An autoscaler asks for replicas, no part asks whether nodes, pools at their maximum and quotas can hold them all at once.",
  severity:
    "error where it is proven that pods stay Pending or are refused; warning where no placement is found and none proven impossible, where only the extra pod of a rollout finds no room, or the quota has none for workers that finish their job beside their successors, where labels come at boot with unknown values, and on nodes of a cluster that belongs to no environment (something may add nodes)",
  remedy:
    "Take one of the two changes in the finding: each was tried and makes the pods fit by itself. Counted are all workloads at their autoscaler's maximum (CronJobs once), DaemonSets on every node, the pods of the Helm releases by chart and values, and what the cluster itself runs (environments/facts/system-pods.ts). Not counted: Jobs that pods submit, hooks of charts, what others install in the cluster, host ports, volumes' zones and numbers per node, pod affinity, spreading over zones. Nothing is held in reserve for these: leave room.",
  check: (inventory, spec) => {
    const assumed = assumedOf(inventory, spec);
    return assumed === undefined ? [] : checkSituation(assumed, inventory, spec);
  },
};

function checkSituation(
  { situation, findings }: Assumed,
  inventory: Inventory,
  spec: EnvironmentSpec | undefined,
): readonly Finding[] {
  const misfits = knownMisfits(situation);
  const placed = misfits.flatMap((misfit) => misfitFinding(misfit, misfits, situation, spec));
  const quotas = quotaFindings(id, situation, inventory, spec);
  return [
    ...unknownCharts(inventory),
    ...unknownCounts(situation),
    ...findings,
    ...refusedLimits(id, situation),
    ...placed,
    ...quotas,
    ...(spec === undefined || placed.length + quotas.length > 0
      ? []
      : rolloutFindings(situation, inventory, spec)),
  ];
}

/** The fix is tried as if the other misfits were solved. */
function misfitFinding(
  misfit: Misfit,
  misfits: readonly Misfit[],
  situation: Situation,
  spec: EnvironmentSpec | undefined,
): readonly Finding[] {
  const others = misfits.filter((other) => other !== misfit);
  const { changes, complete } = remediesFor(misfit, withoutMisfits(situation, others), spec);
  return subjectOf(misfit).map(({ owner }) =>
    findingAt(owner, {
      rule: id,
      severity: spec === undefined || misfit.kind === "unproven" ? "warning" : "error",
      message: describeMisfit(misfit),
      fix: fixText(changes, complete),
    }),
  );
}

/** All pods have their place: do they also while new ones come before old ones go? */
function rolloutFindings(
  situation: Situation,
  inventory: Inventory,
  spec: EnvironmentSpec,
): readonly Finding[] {
  const rollout = duringRollout(situation);
  const waits = "at maximum scale a rollout has no room for its extra pod and waits";
  const misfits = knownMisfits(rollout);
  const placed = misfits.flatMap((misfit) => misfitFinding(misfit, misfits, rollout, spec));
  const found = [...placed, ...quotaFindings(id, rollout, inventory, spec)].map(
    (finding): Finding => ({
      ...finding,
      severity: "warning",
      message: `${waits}: ${finding.message}`,
    }),
  );
  return found.length > 0
    ? found
    : finishingFindings(id, whileOthersFinish(situation), inventory, spec);
}

function unknownCharts({ helmReleases }: Inventory): readonly Finding[] {
  return helmReleases
    .filter(({ chart }) => knownChart(chart) === undefined)
    .map((release) =>
      findingAt(release, {
        rule: id,
        severity: "warning",
        message: `brings pods that are not counted: nothing here knows chart ${release.chart}`,
        fix: `add an object with its pods to addons/`,
      }),
    );
}

function unknownCounts({ demands }: Situation): readonly Finding[] {
  return demands
    .filter(({ countUnknown }) => countUnknown)
    .map(({ owner, count, autoscaler }) =>
      findingAt(owner, {
        rule: id,
        severity: "warning",
        message: `has a maximum that is known only after the apply: counted with ${count}`,
        fix: `write the maximum of ${autoscaler === undefined ? "its autoscaler" : describe(autoscaler)} as a number`,
      }),
    );
}
