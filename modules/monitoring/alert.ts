import type { IRule } from "@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/Rule";

/** What an alert says and when. */
export interface Alert {
  readonly name: string;
  /** PromQL; the alert fires while it has a result. */
  readonly expr: string;
  /** How long the result must be there, e.g. `10m`. */
  readonly for: string;
  /** `critical`: nobody is served; `warning`: somebody will be unhappy soon. */
  readonly severity: "critical" | "warning";
  /** One line, with labels. */
  readonly summary: string;
  /** What it means and what follows from it. */
  readonly description: string;
  /** First command or look of the person who is woken. */
  readonly runbook: string;
}

/**
 * The alert as Prometheus evaluates it.
 *
 * @param labels what tells alerts of one name apart
 */
export function rule(
  { name, expr, severity, ...alert }: Alert,
  labels: Readonly<Record<string, string>>,
): IRule {
  const { summary, description, runbook } = alert;
  return {
    alert: name,
    expr,
    for: alert.for,
    labels: { ...labels, severity, application: "montage-ai" },
    annotations: { summary, description, runbook },
  };
}
