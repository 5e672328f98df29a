import type { QueueName } from "../../queues";
import type { AlertSeverity, SignalsSpec } from "../../environments/schema";
import type { IRule } from "@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/Rule";

/** What an alert says and when. */
export interface Alert {
  /** Without the application's prefix. */
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
  /** First command or look of the person on call. */
  readonly runbook: string;
}

/** Label that every alert of an application carries, and no other does: receivers are found by it. */
export const APPLICATION_LABEL = "application";

/** An application as its alerts and dashboards name it. */
export interface Monitored {
  readonly application: string;
  readonly namespace: string;
}

/** An application as its alerts are made of it. */
export interface AlertedApplication extends Monitored {
  /** How the names of its alerts begin. */
  readonly alertPrefix: string;
  readonly signals: SignalsSpec;
  /** Library that keeps its jobs. */
  readonly queue: QueueName;
  /** Whether it has a web front. */
  readonly hasWeb: boolean;
}

/**
 * The alert as Prometheus evaluates it.
 *
 * @param of what it is about; a sum over series drops the namespace
 * @param labels what tells alerts of one name apart
 */
export function rule(
  { name, expr, severity, ...alert }: Alert,
  { application, namespace, alertPrefix }: AlertedApplication,
  labels: Readonly<Record<string, string>> = {},
): IRule {
  const { summary, description, runbook } = alert;
  return {
    alert: `${alertPrefix}${name}`,
    expr,
    for: alert.for,
    labels: { namespace, ...labels, severity, [APPLICATION_LABEL]: application },
    annotations: { summary, description, runbook },
  };
}
