import { closest } from "../../environments/suggest";
import type { ScalingModifiers } from "../../inventory/model";
import type { Finding } from "../engine/rule";
import { formulaNames } from "./formula-names";
import { formulaRange } from "./formula-range";
import { type QueueScaling, triggerFinding, triggerName } from "./queue-scaling";
import { sumOf } from "./sum-formula";
import { isTemplate } from "./trigger-metadata";

/** Several triggers: what the HPA makes of them. */
export function triggerFormula(scaling: QueueScaling): readonly Finding[] {
  const { autoscaler, redisTriggers } = scaling;
  const { kind, scalingModifiers: modifiers } = autoscaler;
  if (kind !== "ScaledObject") return [];
  if (modifiers === undefined) return redisTriggers.length < 2 ? [] : [largestOnly(scaling)];
  if (modifiers.formula === undefined || modifiers.formula === "") {
    return [
      triggerFinding(
        scaling,
        "error",
        "has scalingModifiers without a formula: KEDA refuses it, and nothing scales",
        `write ${sumOf(
          redisTriggers.map(({ metadata }) => metadata.listName ?? ""),
          scaling,
        )}`,
      ),
    ];
  }
  return [
    ...names(scaling, modifiers.formula),
    ...target(scaling, modifiers),
    ...formulaRange(scaling, modifiers),
    ...unweighted(scaling, modifiers.formula, modifiers.target ?? ""),
    ...activation(scaling),
  ];
}

function largestOnly(scaling: QueueScaling): Finding {
  const { redisTriggers } = scaling;
  const keys = redisTriggers.map(({ metadata }) => metadata.listName ?? "");
  return triggerFinding(
    scaling,
    "warning",
    `has ${redisTriggers.length} redis triggers and no formula: the HPA follows the largest of ${keys.join(", ")}, not their sum`,
    `add ${sumOf(keys, scaling)}`,
  );
}

const RESOURCE_TYPES: ReadonlySet<string> = new Set(["cpu", "memory"]);

function names(scaling: QueueScaling, formula: string): readonly Finding[] {
  if (isTemplate(formula)) return [];
  const { autoscaler } = scaling;
  const countable = autoscaler.triggers.filter(({ type }) => !RESOURCE_TYPES.has(type));
  const known = countable.flatMap(({ name }) => name ?? []);
  const resources = autoscaler.triggers.filter(({ type }) => RESOURCE_TYPES.has(type));
  const broken = known.filter((name) => !/^[A-Za-z_]\w*$/.test(name));
  const unnamed = countable.filter(({ name }) => name === undefined || name === "");
  // A name with a hyphen is read as a difference of two others.
  const unknown =
    broken.length > 0 ? [] : formulaNames(formula).filter((name) => !known.includes(name));
  return [
    ...broken.map((name) =>
      triggerFinding(
        scaling,
        "error",
        `trigger ${name} has a name that a formula cannot hold: it must be an identifier`,
        `name it ${name.replaceAll(/\W+/g, "_")}, in the formula as well`,
      ),
    ),
    ...unknown.map((name) => {
      const resource = resources.some((trigger) => trigger.name === name);
      const guess = closest(name, known);
      return triggerFinding(
        scaling,
        "error",
        resource
          ? `the formula names ${name}, a ${resources.find((trigger) => trigger.name === name)?.type} trigger: KEDA keeps those out of formulas and refuses it`
          : `the formula names ${name}, which no trigger is called: KEDA refuses it, and nothing scales`,
        guess === undefined || resource
          ? `take ${name} out of the formula (${formula}); it can hold ${known.join(", ") || "no trigger yet"}`
          : `write ${guess} in place of ${name}`,
      );
    }),
    ...unnamed.map((trigger) =>
      triggerFinding(
        scaling,
        "error",
        `${triggerName(autoscaler, trigger)} has no name, which every trigger beside a formula needs: KEDA takes it for failed, and nothing scales`,
        `give it a name, e.g. ${trigger.type}_${autoscaler.triggers.indexOf(trigger) + 1}, and put it into the formula`,
      ),
    ),
  ];
}

function target(scaling: QueueScaling, { target = "" }: ScalingModifiers): readonly Finding[] {
  if (isTemplate(target)) return [];
  if (!(Number(target) > 0)) {
    return [
      triggerFinding(
        scaling,
        "error",
        `scalingModifiers.target is ${JSON.stringify(target)}: KEDA refuses what is no number above 0`,
        'write target: "<jobs for each replica>"',
      ),
    ];
  }
  // https://github.com/kedacore/keda/blob/main/pkg/fallback/fallback.go, HasValidFallback
  return scaling.autoscaler.fallback === undefined || /^\d+$/.test(target)
    ? []
    : [
        triggerFinding(
          scaling,
          "error",
          `scalingModifiers.target is ${target}: with anything but a whole number KEDA leaves the fallback off without a word`,
          `write target: "${Math.max(1, Math.round(Number(target)))}"`,
        ),
      ];
}

/** A plain sum over more than one job: an empty queue wants one replica for several that run. */
function unweighted(scaling: QueueScaling, formula: string, target: string): readonly Finding[] {
  const terms = formula.split("+").map((term) => term.trim());
  const { redisTriggers } = scaling;
  const keyOf = (term: string) =>
    redisTriggers.find(({ name }) => name === term)?.metadata.listName ?? "";
  const running = terms.filter((term) => scaling.parse(keyOf(term))?.holds === "running");
  const plain = terms.every((term) => /^[A-Za-z_]\w*$/.test(term));
  if (!plain || running.length === 0 || !(Number(target) > 1)) return [];
  return [
    triggerFinding(
      scaling,
      "warning",
      `wants one replica for ${target} jobs, running ones too (${formula}): a worker runs one at a time, so as soon as the queue is empty workers are removed while they work`,
      `write formula: ${terms.map((term) => (running.includes(term) ? `${target} * ${term}` : term)).join(" + ")}`,
    ),
  ];
}

function activation(scaling: QueueScaling): readonly Finding[] {
  return scaling.redisTriggers
    .filter(({ metadata }) => Number(metadata.activationListLength ?? "0") > 0)
    .map((trigger) =>
      triggerFinding(
        scaling,
        "warning",
        `${triggerName(scaling.autoscaler, trigger)} has an activationListLength, which KEDA ignores beside a formula`,
        `remove it, and write scalingModifiers.activationTarget: "${trigger.metadata.activationListLength}" if the formula's value is meant`,
      ),
    );
}
