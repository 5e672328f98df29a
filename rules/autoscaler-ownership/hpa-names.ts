import { groupBy } from "../../inventory/group-by";
import { targetOf } from "../../inventory/inventory-index";
import { type Autoscaler, describe, type Inventory } from "../../inventory/model";
import { type Finding, findingAt } from "../engine/rule";

/**
 * The name becomes the value of a label, and KEDA refuses what does not fit:
 * `verifyName` in
 * https://github.com/kedacore/keda/blob/main/apis/keda/v1alpha1/scaledobject_webhook.go
 */
const LONGEST_HPA_NAME = 63;
const GENERATED_PREFIX = "keda-hpa-";

/** Names of the HPAs that KEDA makes: too long, made twice, or taken by another HPA. */
export function hpaNames({ autoscalers }: Inventory, rule: string): readonly Finding[] {
  const named = groupBy(
    autoscalers.filter(({ hpaName }) => hpaName !== undefined),
    ({ namespace, hpaName }) => `${namespace}/${hpaName}`,
  );
  return [...named.values()].flatMap((group) => {
    const byName = new Map(group.map((autoscaler) => [describe(autoscaler), autoscaler]));
    const scaledObjects = [...byName.values()].filter(({ kind }) => kind === "ScaledObject");
    return [
      ...scaledObjects.flatMap((scaledObject) => tooLong(scaledObject, rule)),
      ...madeTwice(scaledObjects, rule),
      ...taken(scaledObjects[0], [...byName.values()], rule),
    ];
  });
}

function tooLong(scaledObject: Autoscaler, rule: string): readonly Finding[] {
  const { hpaName = "" } = scaledObject;
  // An expression is longer than what it stands for.
  if (hpaName.length <= LONGEST_HPA_NAME || hpaName.includes("${")) return [];
  const generated = hpaName === `${GENERATED_PREFIX}${scaledObject.name}`;
  return [
    findingAt(scaledObject, {
      rule,
      severity: "error",
      message: `makes HPA ${hpaName} of ${hpaName.length} characters: KEDA refuses more than ${LONGEST_HPA_NAME}`,
      fix: generated
        ? `name the ScaledObject with at most ${LONGEST_HPA_NAME - GENERATED_PREFIX.length} characters`
        : `set advanced.horizontalPodAutoscalerConfig.name to at most ${LONGEST_HPA_NAME} characters`,
    }),
  ];
}

function madeTwice(scaledObjects: readonly Autoscaler[], rule: string): readonly Finding[] {
  const [first, ...others] = scaledObjects;
  return first === undefined
    ? []
    : others.map((scaledObject) =>
        findingAt(scaledObject, {
          rule,
          severity: "error",
          message: `makes HPA ${scaledObject.hpaName}, which ${describe(first)} makes as well: one of them scales nothing`,
          fix: `remove advanced.horizontalPodAutoscalerConfig.name from ${describe(scaledObject)}: KEDA then names its HPA ${GENERATED_PREFIX}${scaledObject.name}`,
        }),
      );
}

/** On the same target the two are two owners, another finding; its own HPA KEDA may turn as it likes. */
function taken(
  scaledObject: Autoscaler | undefined,
  group: readonly Autoscaler[],
  rule: string,
): readonly Finding[] {
  if (scaledObject === undefined) return [];
  const target = describe(targetOf(scaledObject));
  return group
    .filter(
      (hpa) =>
        hpa.kind === "HorizontalPodAutoscaler" &&
        !hpa.madeByKeda &&
        describe(targetOf(hpa)) !== target,
    )
    .map((hpa) =>
      findingAt(scaledObject, {
        rule,
        severity: "error",
        message: `makes HPA ${hpa.name}, which exists and scales ${describe(targetOf(hpa))}: KEDA turns it to ${target}`,
        fix: `rename ${describe(hpa)}, or set another advanced.horizontalPodAutoscalerConfig.name on ${describe(scaledObject)}`,
      }),
    );
}
