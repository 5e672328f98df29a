import type { IMatcher } from "@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1alpha1/Matcher";
import type { IRoute } from "@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1alpha1/Route";
import type { AlertReceiverSpec, NotifiedReceiverSpec } from "../../environments/schema";
import { APPLICATION_LABEL } from "../monitoring/alert";

/** The first route must have a receiver; what the receiver does not want ends here. None in the data is written like it. */
export const NOBODY = "Nobody";

const DEFAULT_GROUP_BY: readonly string[] = ["namespace", "alertname"];

/** As long as Alertmanager's own default. */
const DEFAULT_REPEAT_HOURS = 4;

/**
 * Which alerts go to a receiver, and how often. The operator puts it before the chart's routes and
 * lets every alert go on to the next (`continue`): each is sent to all that want it.
 *
 * @param applications names of the applications, whose own alerts carry them
 * @param platformNamespaces namespaces whose alerts the charts' own rules make
 */
export function routeOf(
  receiver: AlertReceiverSpec,
  applications: readonly string[],
  platformNamespaces: readonly string[],
): IRoute {
  return receiver.kind === "heartbeat"
    ? heartbeatRoute(receiver.name)
    : notifiedRoute(receiver, applications, platformNamespaces);
}

/** What has the severity `info` or `none` (Watchdog, InfoInhibitor) goes to no receiver. */
function notifiedRoute(
  { name, severities, groupBy, repeatHours = DEFAULT_REPEAT_HOURS }: NotifiedReceiverSpec,
  applications: readonly string[],
  platformNamespaces: readonly string[],
): IRoute {
  return {
    receiver: NOBODY,
    matchers: [{ name: "severity", matchType: "=~", value: severities.join("|") }],
    groupBy: [...(groupBy ?? DEFAULT_GROUP_BY)],
    // What starts together is one message; what joins it is sent with the next.
    groupWait: "30s",
    groupInterval: "5m",
    repeatInterval: `${repeatHours}h`,
    routes: [
      { receiver: name, matchers: [ofApplications(applications)] },
      { receiver: name, matchers: [ofPlatform(platformNamespaces)] },
    ],
  };
}

function ofApplications(names: readonly string[]): IMatcher {
  return {
    name: APPLICATION_LABEL,
    matchType: names.length === 1 ? "=" : "=~",
    value: names.join("|"),
  };
}

/**
 * The applications' namespaces are left out: the charts' alerts on pods, claims and HPAs there say less
 * than ours, and some come when all is well (KubeHpaMaxedOut on workers in full use). What names no
 * namespace is about the cluster itself.
 */
function ofPlatform(namespaces: readonly string[]): IMatcher {
  return { name: "namespace", matchType: "=~", value: ["", ...namespaces].join("|") };
}

/** Watchdog, a rule of kube-prometheus-stack, fires as long as Prometheus evaluates anything. */
function heartbeatRoute(receiver: string): IRoute {
  return {
    receiver: NOBODY,
    matchers: [{ name: "alertname", matchType: "=", value: "Watchdog" }],
    groupWait: "0s",
    // Shorter than the repetition, which is looked at once in each of these.
    groupInterval: "1m",
    repeatInterval: "5m",
    routes: [{ receiver }],
  };
}
