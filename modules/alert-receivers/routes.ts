import type { IMatcher } from "@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1alpha1/Matcher";
import type { IRoute } from "@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1alpha1/Route";
import type { AlertReceiver, NotifiedReceiver } from "../../environments/schema";
import { WORKLOAD_ALERT } from "../monitoring/alert";

const DEFAULT_GROUP_BY: readonly string[] = ["namespace", "alertname"];

/** As long as Alertmanager's own default. */
const DEFAULT_REPEAT_HOURS = 4;

/** Fires always, as long as Prometheus evaluates anything; a rule of kube-prometheus-stack. */
const WATCHDOG: IMatcher = { name: "alertname", matchType: "=", value: "Watchdog" };

/**
 * Ways of alerts to a receiver. Each goes on to the next (`continue`): an alert is told
 * to every receiver that wants it. What has the severity `none` (Watchdog, InfoInhibitor) or
 * `info` is on none of them but the heartbeat's.
 *
 * @param platformNamespaces namespaces whose alerts the charts' own rules make
 */
export function routesOf(
  receiver: AlertReceiver,
  platformNamespaces: readonly string[],
): readonly IRoute[] {
  if (receiver.kind === "heartbeat") return [heartbeat(receiver.name)];
  const about = [ofWorkload(), ofPlatform(platformNamespaces)];
  return about.map((matcher) => notify(receiver, matcher));
}

function notify(
  { name, severities, groupBy, repeatHours = DEFAULT_REPEAT_HOURS }: NotifiedReceiver,
  about: IMatcher,
): IRoute {
  return {
    receiver: name,
    matchers: [about, { name: "severity", matchType: "=~", value: severities.join("|") }],
    groupBy: [...(groupBy ?? DEFAULT_GROUP_BY)],
    // What starts together is one message; what joins later comes in a message of its own.
    groupWait: "30s",
    groupInterval: "5m",
    repeatInterval: `${repeatHours}h`,
    continue: true,
  };
}

function ofWorkload(): IMatcher {
  return { name: WORKLOAD_ALERT.label, matchType: "=", value: WORKLOAD_ALERT.value };
}

/**
 * The workload's namespace is left out: the charts' alerts on pods, claims and HPAs there say less
 * than ours, and some say it when all is well (KubeHpaMaxedOut on workers in full use). What names
 * no namespace is about the cluster: the API server, an unknown node.
 */
function ofPlatform(namespaces: readonly string[]): IMatcher {
  return { name: "namespace", matchType: "=~", value: ["", ...namespaces].join("|") };
}

/** Told again a little later than every fifth minute: Alertmanager looks once a group interval. */
function heartbeat(receiver: string): IRoute {
  return {
    receiver,
    matchers: [WATCHDOG],
    groupWait: "0s",
    groupInterval: "1m",
    repeatInterval: "5m",
    continue: true,
  };
}
