import type { Checked } from "../../cli/synthesis/checked";
import type { Finding } from "../../rules";
import { autoscalerOwnership } from "../../rules/autoscaler-ownership";

/** A finding as autoscaler-ownership has it. */
export function finding(changes: Partial<Finding> = {}): Finding {
  return {
    rule: "autoscaler-ownership",
    severity: "error",
    object: "Deployment app/worker",
    place: { kind: "file", file: "base/worker.yaml", line: 3 },
    message: "is scaled by 2 autoscalers",
    fix: "remove one",
    ...changes,
  };
}

/** A unit of manifests with findings. */
export function unit(name: string, ...findings: readonly Finding[]): Checked {
  return {
    source: "manifests",
    name,
    environment: undefined,
    rules: [{ rule: autoscalerOwnership, findings }],
    problems: [],
  };
}
