import { extremesOf, type FormulaExample } from "../../environments/formula/extremes";
import type { ScalingModifiers } from "../../inventory/model";
import { isTextKey } from "../../queues/text-keys";
import type { Finding, Severity } from "../engine/rule";
import { isRedisTrigger } from "../shared/queue/redis-trigger";
import { formulaNames } from "./formula-names";
import { type QueueScaling, triggerFinding, triggerName } from "./queue-scaling";
import { isTemplate } from "./trigger-metadata";

/**
 * What a formula does where its triggers' counts take it.
 *
 * Seen with KEDA 2.21.0 on Kubernetes 1.35.4 and 1.37.2: at -6 the HPA goes to
 * its maximum, since for an average value a negative sum is taken for an
 * overflow (`GetExternalPerPodMetricReplicas`); x / 0 reads 0.
 */
export function formulaRange(
  scaling: QueueScaling,
  { formula = "", metricType = "AverageValue" }: ScalingModifiers,
): readonly Finding[] {
  const { triggers } = scaling.autoscaler;
  const names = formulaNames(formula);
  const counted = triggers.filter(({ name }) => name !== undefined && names.includes(name));
  // A name without a trigger is a finding of its own.
  if (isTemplate(formula) || counted.length < names.length) return [];
  const found = extremesOf(formula, names);
  if (found === undefined) return [];
  // Lengths of keys are independent; what a query answers may always be more than another.
  const severity: Severity = counted.every(isRedisTrigger) ? "error" : "warning";
  return [
    ...(found.negative === undefined
      ? []
      : [
          triggerFinding(
            scaling,
            severity,
            `the formula ${formula} is ${exampleText(found.negative)}: ${
              metricType === "AverageValue"
                ? "the HPA takes a sum below zero for an overflow and goes to the maximum"
                : "the HPA goes to the minimum, whatever waits"
            }`,
            `write formula: max(${formula}, 0)`,
          ),
        ]),
    ...(found.undefinedAt === undefined
      ? []
      : [
          triggerFinding(
            scaling,
            severity,
            `the formula ${formula} divides by zero ${countsText(found.undefinedAt)}: KEDA reads that as 0, and the HPA holds the minimum while jobs wait or run`,
            "keep the divisor above zero: a / max(b, 1)",
          ),
        ]),
    ...(found.neverPositive && found.negative === undefined && found.undefinedAt === undefined
      ? [
          triggerFinding(
            scaling,
            severity,
            `the formula ${formula} is 0 whatever its triggers count: nothing scales`,
            `sum the triggers: ${names.join(" + ")}`,
          ),
        ]
      : []),
  ];
}

function exampleText(example: FormulaExample): string {
  const { result } = example;
  return `${Number.isInteger(result) ? result : result.toFixed(2)} ${countsText(example)}`;
}

/** `at queued 0 and running 6` */
function countsText({ values }: FormulaExample): string {
  const counts = Object.entries(values).map(([name, value]) => `${name} ${value}`);
  return `at ${counts.join(" and ")}`;
}

/** Triggers on keys without a length: they fail, and with one the whole formula does. */
export function textKeys(scaling: QueueScaling): readonly Finding[] {
  const { autoscaler, redisTriggers } = scaling;
  return redisTriggers
    .filter(({ metadata }) => isTextKey(metadata.listName ?? ""))
    .map((trigger) => {
      const name = triggerName(autoscaler, trigger);
      const composite = autoscaler.scalingModifiers !== undefined;
      const outcome =
        autoscaler.fallback === undefined
          ? "the HPA is unknown, and the replicas stay as they are"
          : `after ${autoscaler.fallback.failureThreshold ?? 3} failures the fallback holds`;
      return triggerFinding(
        scaling,
        "error",
        `${name} counts ${trigger.metadata.listName}, which holds a text and has no length: it fails${composite ? ", and the whole formula with it" : ""}; ${outcome}`,
        "write the key of a list, a set, a sorted set, a hash or a stream",
      );
    });
}
