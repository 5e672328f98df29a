import type { AlertSeverity } from "../../environments/schema";
import type { IRule } from "@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/Rule";

/** What an alert says and when. */
export interface Alert {
  readonly name: string;
  /** PromQL; the alert fires while it has a result. */
  readonly expr: string;
  /** How long the result must be there, e.g. `10m`. */
  readonly for: string;
  readonly severity: AlertSeverity;
  /** One line, with labels. */
  readonly summary: string;
  /** What it means and what follows from it. */
  readonly description: string;
  /** First command or look of the person who is woken. */
  readonly runbook: string;
}

/** Every alert of the workload carries it, and no other does: receivers are found by it. */
export const WORKLOAD_ALERT = { label: "application", value: "montage-ai" } as const;

/**
 * The alert as Prometheus evaluates it.
 *
 * @param labels what it is about: the namespace, which a sum over series drops, and what tells
 * alerts of one name apart
 */
export function rule(
  { name, expr, severity, ...alert }: Alert,
  labels: Readonly<Record<string, string>> & { readonly namespace: string },
): IRule {
  const { summary, description, runbook } = alert;
  return {
    alert: name,
    expr,
    for: alert.for,
    labels: { ...labels, severity, [WORKLOAD_ALERT.label]: WORKLOAD_ALERT.value },
    annotations: { summary, description, runbook },
  };
}
