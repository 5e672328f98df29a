import { closest } from "../../environments/suggest";
import { groupBy } from "../../inventory/group-by";
import { API } from "../../inventory/api/schemas";
import type { Autoscaler, Inventory } from "../../inventory/model";
import type { Finding } from "../engine/rule";
import { idleAutoscaler } from "./idle-autoscaler";

/** What KEDA has no scaler for: it accepts the object, and makes no HPA. */
export function triggerTypes({ autoscalers }: Inventory): readonly Finding[] {
  return autoscalers
    .filter(({ kind }) => kind !== "HorizontalPodAutoscaler")
    .flatMap((autoscaler) => [
      ...withoutTriggers(autoscaler),
      ...unknownTypes(autoscaler),
      ...sharedNames(autoscaler),
    ]);
}

function withoutTriggers(autoscaler: Autoscaler): readonly Finding[] {
  return autoscaler.triggers.length > 0
    ? []
    : [
        idleAutoscaler(
          autoscaler,
          "error",
          "has no triggers: the API server refuses it",
          "add a trigger, or remove it",
        ),
      ];
}

function unknownTypes(autoscaler: Autoscaler): readonly Finding[] {
  const unknown = autoscaler.triggers
    .map(({ type }) => type)
    .filter((type) => !API.triggers.includes(type) && !/[${}<>]/.test(type));
  return [...new Set(unknown)].map((type) => {
    // `redis-lists` and `kafka-topic` are the names of what is counted.
    const guess =
      API.triggers.findLast((each) => type.startsWith(`${each}-`)) ?? closest(type, API.triggers);
    return idleAutoscaler(
      autoscaler,
      "error",
      `has a trigger of type ${type}, for which KEDA has no scaler: it makes no HPA, and nothing scales`,
      guess === undefined
        ? "take a type from https://keda.sh/docs/latest/scalers/"
        : `type: ${guess}`,
    );
  });
}

function sharedNames(autoscaler: Autoscaler): readonly Finding[] {
  const named = autoscaler.triggers.flatMap(({ name }) => (name === undefined ? [] : [name]));
  return [...groupBy(named, (name) => name)]
    .filter(([, each]) => each.length > 1)
    .map(([name, each]) =>
      idleAutoscaler(
        autoscaler,
        "error",
        `has ${each.length} triggers with the name ${name}: KEDA refuses it`,
        "give each trigger a name of its own, in the formula as well",
      ),
    );
}
