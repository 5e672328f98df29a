import { webName } from "../../environments/workload-names";
import type { Alert, AlertedApplication, Monitored } from "./alert";
import { CLAIM_USE, claimUse } from "./workload-expressions";

/** Alerts on pods and claims, from kube-state-metrics and the kubelet. */
export function workloadAlerts(of: AlertedApplication): readonly Alert[] {
  const { namespace } = of;
  const here = `namespace="${namespace}"`;
  return [
    ...(of.hasWeb ? webAlerts(of, here) : []),
    ...podAlerts(namespace, here),
    claimAlert(namespace),
  ];
}

function webAlerts({ application, namespace }: Monitored, here: string): readonly Alert[] {
  const web = `${here},deployment="${webName(application)}"`;
  return [
    {
      name: "WebUnavailable",
      expr: `kube_deployment_status_replicas_available{${web}} == 0`,
      for: "5m",
      severity: "critical",
      summary: `No web pod of ${application} is available`,
      description: "No job can be submitted or followed. Workers go on with what is queued.",
      runbook: `kubectl -n ${namespace} get pods -l app.kubernetes.io/component=web; then describe the first one. The app waits for Redis before it serves anything.`,
    },
  ];
}

function podAlerts(namespace: string, here: string): readonly Alert[] {
  const waiting = `kube_pod_container_status_waiting_reason{${here}`;
  return [
    {
      name: "CrashLoop",
      expr: `max by (pod, container) (max_over_time(${waiting},reason="CrashLoopBackOff"}[5m])) >= 1`,
      for: "10m",
      severity: "critical",
      summary: "{{ $labels.pod }} crashes again and again",
      description: "Container {{ $labels.container }} of {{ $labels.pod }} does not stay up.",
      runbook: `kubectl -n ${namespace} logs {{ $labels.pod }} -c {{ $labels.container }} --previous`,
    },
    {
      name: "ImagePullFails",
      expr: `max by (pod, container) (max_over_time(${waiting},reason=~"ErrImagePull|ImagePullBackOff"}[5m])) >= 1`,
      for: "5m",
      severity: "critical",
      summary: "{{ $labels.pod }} cannot pull its image",
      description:
        "The node cannot fetch the image of {{ $labels.container }}: 401 means credentials, not found a wrong tag, refused the registry.",
      runbook: `kubectl -n ${namespace} describe pod {{ $labels.pod }}; the message of the event names the cause.`,
    },
    {
      name: "PodPending",
      expr: `max by (pod) (kube_pod_status_phase{${here},phase="Pending"}) == 1`,
      for: "10m",
      severity: "warning",
      summary: "{{ $labels.pod }} is pending for 10 minutes",
      description:
        "No node takes the pod (no capacity, a volume bound to another node, a selector that no node fits, the cluster autoscaler at its limit), or it waits on its node: for Redis, in the init container wait-for-redis, or for a volume or Secret.",
      runbook: `kubectl -n ${namespace} describe pod {{ $labels.pod }}; its last event, or the state of its init container, names what is missing.`,
    },
  ];
}

/** Never fires on EFS: its capacity has no end. */
function claimAlert(namespace: string): Alert {
  return {
    name: "ClaimAlmostFull",
    expr: `${claimUse(namespace)} > ${CLAIM_USE}`,
    for: "15m",
    severity: "warning",
    summary: "{{ $labels.persistentvolumeclaim }} is {{ $value | humanizePercentage }} full",
    description: "Renders that cannot write their output fail at their end, after all the work.",
    runbook:
      "Delete old outputs and caches, or enlarge the claim where its StorageClass allows expansion.",
  };
}

/**
 * Credentials that Vault does not renew; one key that is gone, or Vault itself. External Secrets' own
 * `namespace` arrives as `exported_namespace`: its ServiceMonitor does not honour labels.
 * https://github.com/external-secrets/external-secrets/blob/v2.8.0/pkg/controllers/externalsecret/esmetrics/esmetrics.go
 */
export function secretAlert(namespace: string): Alert {
  return {
    name: "SecretNotSynced",
    expr: `max by (name) (externalsecret_status_condition{exported_namespace="${namespace}",condition="Ready",status="False"}) == 1`,
    for: "30m",
    severity: "warning",
    summary: "Secret {{ $labels.name }} is not renewed from Vault",
    description:
      "What is in the cluster goes on being used. When it expires, pulls and whatever else needs it fail.",
    runbook: `kubectl -n ${namespace} describe externalsecret {{ $labels.name }}; its last event names the store, the key or the property.`,
  };
}
