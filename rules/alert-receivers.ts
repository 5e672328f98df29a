import { environmentFile } from "../environments/environment-file";
import type { AlertReceiverSpec } from "../environments/schema";
import { installs } from "../environments/switched";
import type { Rule } from "./engine/rule";

const id = "alert-receivers";

export const alertReceivers: Rule = {
  id,
  title: "Critical alerts have a receiver",
  why: "Prometheus evaluates the alerts and Alertmanager shows them, but the only receiver of its chart is `null`: until somebody looks, a web front that is down or a queue that nobody serves is known to nobody.",
  severity: "warning",
  remedy:
    "Name a receiver with severity `critical` in the environment's `alerts.receivers`. Where no one is on call, accept the finding by name (rule `alert-receivers`, object `Setting alerts.receivers`) and say so.",
  needsEnvironment: true,
  check: (_inventory, spec) => {
    if (spec === undefined || !installs(spec, "kube-prometheus-stack")) return [];
    if (spec.alerts?.receivers.some(isToldOfCritical)) return [];
    const file = environmentFile(spec.name, ["alerts"]);
    return [
      {
        rule: id,
        severity: "warning",
        object: "Setting alerts.receivers",
        place: { kind: "file", file },
        message: "no receiver for critical alerts: they show in Alertmanager only",
        fix: `add a receiver with severity "critical" to alerts.receivers in ${file}`,
      },
    ];
  },
};

function isToldOfCritical(receiver: AlertReceiverSpec): boolean {
  return receiver.kind !== "heartbeat" && receiver.severities.includes("critical");
}
