import { type Autoscaler, describe, type Inventory } from "../../inventory/model";
import { targetOf } from "../../inventory/inventory-index";
import type { Finding } from "../engine/rule";
import { idleAutoscaler } from "./idle-autoscaler";

/** https://keda.sh/docs/2.20/concepts/scaling-deployments/#pausing-autoscaling */
const PREFIX = "autoscaling.keda.sh/";

const PAUSES = [
  { key: "paused-replicas", always: true, effect: "keeps that many replicas" },
  { key: "paused", always: false, effect: "keeps what it has" },
  { key: "paused-scale-in", always: false, effect: "is never scaled in" },
  { key: "paused-scale-out", always: false, effect: "is never scaled out" },
] as const;

/** Annotations that stop KEDA, mostly meant for an hour. */
export function paused({ autoscalers }: Inventory): readonly Finding[] {
  return autoscalers.filter(({ kind }) => kind !== "HorizontalPodAutoscaler").flatMap(pauseOf);
}

function pauseOf(autoscaler: Autoscaler): readonly Finding[] {
  const { annotations = {} } = autoscaler;
  const found = PAUSES.find(({ key, always }) => {
    const value = annotations[`${PREFIX}${key}`];
    return value !== undefined && (always || /^(1|t|true)$/i.test(value));
  });
  if (found === undefined) return [];
  return [
    idleAutoscaler(
      autoscaler,
      "warning",
      `is paused (${PREFIX}${found.key}): ${describe(targetOf(autoscaler))} ${found.effect}, whatever the triggers say`,
      `remove the annotation ${PREFIX}${found.key}`,
    ),
  ];
}
