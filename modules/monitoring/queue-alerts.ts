import type { Alert } from "./alert";
import type { MonitoredWorker } from "./monitored-worker";
import { jobs, podsInPhase, podsWanted } from "./worker-expressions";
import { type ScalerSeries, scalerSeries } from "./scaler-series";
import { availableReplicas } from "./workload-expressions";

/** Alerts on a worker's queues, from KEDA's operator (`keda_*`) and kube-state-metrics. */
export function queueAlerts(
  worker: MonitoredWorker,
  namespace: string,
  kedaNamespace: string,
): readonly Alert[] {
  const series = scalerSeries(worker, namespace);
  return [
    notDraining(worker, namespace, series),
    atMaximum(worker, namespace, series),
    pending(worker, namespace),
    scalerFails(worker, namespace, kedaNamespace, series),
    notMeasured(worker, namespace, series),
  ];
}

function notDraining(
  { name, queues }: MonitoredWorker,
  namespace: string,
  { queued }: ScalerSeries,
): Alert {
  return {
    name: "QueueNotDraining",
    expr: [
      `sum by (scaledObject) (max by (scaledObject, scaler) (min_over_time(${queued}[15m]))) > 0`,
      `and ${jobs(queued)} >= ${jobs(`${queued} offset 15m`)}`,
    ].join("\n"),
    for: "5m",
    severity: "warning",
    summary: `{{ $value }} jobs or more wait for ${name}, and it does not become less`,
    description: `Queue ${queues.join(", ")} has had waiting jobs for 15 minutes and is as long as it was: workers are missing, stuck, or too slow.`,
    runbook: `kubectl -n ${namespace} get scaledobject,scaledjob,hpa,pods; compare wanted and running workers, then look for Pending pods.`,
  };
}

function atMaximum(worker: MonitoredWorker, namespace: string, { queued }: ScalerSeries): Alert {
  const { name, max } = worker;
  return {
    name: "WorkerAtMaximum",
    expr: [`${podsWanted(worker, namespace)} >= ${max}`, `and on () ${jobs(queued)} > 0`].join(
      "\n",
    ),
    for: "30m",
    severity: "warning",
    summary: `${name} has been at its maximum of ${max} for 30 minutes, and jobs wait`,
    description: "More workers would be used, but the environment's data does not allow more.",
    runbook: `Raise scaling.max of ${name}, with the node pool and the quota that it needs, or accept the wait.`,
  };
}

function pending(worker: MonitoredWorker, namespace: string): Alert {
  const { name } = worker;
  return {
    name: "WorkerPending",
    expr: `${podsInPhase(worker, namespace, "Pending")} > 0`,
    for: "15m",
    severity: "warning",
    summary: `{{ $value }} pods of ${name} find no node for 15 minutes`,
    description:
      "KEDA wants more workers than the nodes take: the queue gets longer although the numbers look right.",
    runbook: `kubectl -n ${namespace} describe pods -l app.kubernetes.io/component=${name} --field-selector=status.phase=Pending; npm run check names the change of the data that makes room.`,
  };
}

function scalerFails(
  { name }: MonitoredWorker,
  namespace: string,
  kedaNamespace: string,
  { errors, object }: ScalerSeries,
): Alert {
  return {
    name: "ScalerFails",
    expr: `sum(increase(${errors}[10m])) > 0`,
    for: "10m",
    severity: "critical",
    summary: `KEDA cannot read the queue of ${name}`,
    description:
      "Workers stay as many as they are, and none are made for new jobs, whatever is queued. Most often Redis is down or a network policy is in the way.",
    runbook: `kubectl -n ${namespace} describe ${object}; kubectl -n ${kedaNamespace} logs deployment/keda-operator`,
  };
}

function notMeasured(
  { name }: MonitoredWorker,
  namespace: string,
  { queued, object }: ScalerSeries,
): Alert {
  return {
    name: "QueueNotMeasured",
    expr: `absent(${queued})`,
    for: "15m",
    severity: "warning",
    summary: `No queue length is known for ${name}`,
    description: "The other alerts on this queue are blind, and the worker may not scale at all.",
    runbook: `kubectl -n ${namespace} get ${object}; is the operator of KEDA up, and does Prometheus scrape it?`,
  };
}

/** The ReplicaSets do not learn which workers are in a job. */
export function deletionCostAlert(deployment: string, namespace: string): Alert {
  return {
    name: "DeletionCostNotKept",
    expr: `${availableReplicas(namespace, deployment)} == 0`,
    for: "15m",
    severity: "warning",
    summary: "Scale-in no longer knows which workers are in a job",
    description:
      "No job is lost: a worker that is chosen in the middle of one finishes it within its grace. But its pod holds its node until then, and idle ones stay.",
    runbook: `kubectl -n ${namespace} logs deployment/${deployment}; a refusal names the role or the admission policy that is in the way; "costs stay as they are" names what does not answer.`,
  };
}
