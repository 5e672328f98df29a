import type { Declared } from "../../inventory/model";
import { type Finding, findingAt, type Severity } from "../engine/rule";

export const AUTOSCALER_EFFECT = "autoscaler-effect";

export function idleAutoscaler(
  declared: Declared,
  severity: Severity,
  message: string,
  fix: string,
): Finding {
  return findingAt(declared, { rule: AUTOSCALER_EFFECT, severity, message, fix });
}

/** KEDA's triggers that become resource metrics of its HPA. */
export const RESOURCE_TRIGGERS: ReadonlySet<string> = new Set(["cpu", "memory"]);
