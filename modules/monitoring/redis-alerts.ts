import { webName } from "../../environments/workload-names";
import { queueAdapter } from "../../queues";
import type { Alert, AlertedApplication } from "./alert";
import { jobsAccepted, jobsThatStay, webPodsOutsideRedis } from "./workload-expressions";

/** Silence in seconds after which Redis must have asked whether a connection lives; the managed one asks after 10. */
const LONGEST_KEEPALIVE = 60;

/** Alerts on Redis, from the queue metrics (`fluxibri_redis_*`, …) and the app's own counters. */
export function redisAlerts(of: AlertedApplication, exporter: string): readonly Alert[] {
  const { namespace } = of;
  const here = `namespace="${namespace}"`;
  return [
    down(of, here),
    ...losesJobs(of),
    ...progressStopped(of, here),
    ...lostData(of, here),
    ...swallowed(of),
    ...abandoned(of),
    keepaliveLong(of, here),
    notMeasured(of, here, exporter),
  ];
}

function down({ namespace, signals }: AlertedApplication, here: string): Alert {
  return {
    name: "RedisDown",
    expr: `max(fluxibri_redis_up{${here}}) == 0`,
    for: "3m",
    severity: "critical",
    summary: "Redis does not answer",
    description: `No job is accepted, none is started. ${signals.webCounters !== undefined ? "Web pods say that they are well while connections are refused. " : ""}Workers wait and go on by themselves.`,
    runbook: `kubectl -n ${namespace} get pods -l app.kubernetes.io/component=redis; kubectl -n ${namespace} logs deployment/queue-metrics --tail=5 says what Redis answered.`,
  };
}

function losesJobs(of: AlertedApplication): readonly Alert[] {
  const { namespace, signals } = of;
  if (signals.webCounters === undefined) return [];
  return [
    {
      name: "WebLosesJobs",
      expr: webPodsOutsideRedis(of, signals.webCounters),
      for: "3m",
      severity: "critical",
      summary: "{{ $labels.pod }} answers, and its jobs do not arrive in Redis",
      description:
        "The pod came up without Redis and keeps jobs in its own memory: it accepts them, reports healthy, and no worker renders them. That does not end by itself.",
      runbook: `kubectl -n ${namespace} delete pod {{ $labels.pod }}; its successor waits for Redis. What was submitted to it must be submitted again.`,
    },
  ];
}

function progressStopped(
  { application, namespace, signals }: AlertedApplication,
  here: string,
): readonly Alert[] {
  if (signals.updatesChannel === undefined) return [];
  const web = webName(application);
  const available = `min_over_time(kube_deployment_status_replicas_available{${here},deployment="${web}"}[5m])`;
  return [
    {
      name: "LiveProgressStopped",
      // Once in 5 s each pod subscribes anew: of a few looks the best counts.
      expr: `max(max_over_time(fluxibri_job_update_listeners{${here}}[5m])) < max(${available})`,
      for: "5m",
      severity: "warning",
      summary: "Only {{ $value }} web pods hear of the progress of jobs",
      description:
        "Pages of the other pods show no live progress. The app stops to listen when Redis is away for some seconds, and does not begin again. Jobs are not affected.",
      runbook: `kubectl -n ${namespace} rollout restart deployment/${web}`,
    },
  ];
}

/** The app takes none of its jobs away: there are fewer only when Redis has lost them. */
function lostData(
  { application, namespace, signals }: AlertedApplication,
  here: string,
): readonly Alert[] {
  if (signals.acceptedJobs === undefined) return [];
  return [
    {
      name: "RedisLostData",
      expr: `${jobsAccepted(namespace)} < max(max_over_time(fluxibri_jobs_accepted{${here}}[15m]))`,
      for: "1m",
      severity: "warning",
      summary: "Redis has come back without its data",
      description:
        "Waiting jobs are gone, and so is the app's record of all jobs. Jobs in a worker are finished. Workers go on, but are registered nowhere until they start again.",
      runbook: `Say it to the users: what waited must be submitted again. kubectl -n ${namespace} rollout restart deployment -l app.kubernetes.io/name=${application} registers workers and brings live progress back; none ends in the middle of a job.`,
    },
  ];
}

/** Only where the library has a key for a job on its way: without one nothing shows it. */
function swallowed({ namespace, alertPrefix, queue }: AlertedApplication): readonly Alert[] {
  const { state, lost } = queueAdapter(queue).handOff;
  if (state === undefined) return [];
  return [
    {
      name: "JobSwallowed",
      expr: `${jobsThatStay(namespace, state)} > 0`,
      for: "1m",
      severity: "warning",
      summary:
        "{{ $value }} jobs of queue {{ $labels.queue }} were handed to a worker that is gone",
      description: lost,
      runbook: `kubectl get nodes; then submit the job again. If Redis' tcp-keepalive is long (${alertPrefix}RedisKeepaliveLong), shorten it.`,
    },
  ];
}

/** Only where the library writes down until when a worker vouches for its job. */
function abandoned({ namespace, application, queue }: AlertedApplication): readonly Alert[] {
  const found = queueAdapter(queue).abandoned;
  if (found === undefined) return [];
  return [
    {
      name: "JobAbandoned",
      expr: `${jobsThatStay(namespace, found.state)} > 0`,
      for: "1m",
      severity: "warning",
      summary:
        "{{ $value }} jobs of queue {{ $labels.queue }} count as running, and no worker has them",
      description: found.noticed,
      runbook: `docs/runbook.md, "Workers are killed", has the command that fails them now; kubectl -n ${namespace} get pods -l app.kubernetes.io/name=${application} tells whose worker it was.`,
    },
  ];
}

function keepaliveLong({ queue }: AlertedApplication, here: string): Alert {
  const { state, lost } = queueAdapter(queue).handOff;
  const seconds = `max(fluxibri_redis_tcp_keepalive_seconds{${here}})`;
  return {
    name: "RedisKeepaliveLong",
    expr: `${seconds} > ${LONGEST_KEEPALIVE} or ${seconds} == 0`,
    for: "15m",
    severity: "warning",
    summary: "Redis keeps connections of dead nodes for minutes: tcp-keepalive is {{ $value }}",
    description: `An idle worker whose node is lost stays first in line for the next job until Redis finds its connection dead, and swallows it.${state === undefined ? ` ${lost}` : ""}`,
    runbook:
      "CONFIG SET tcp-keepalive 10 at once, and the same in the server's configuration, since a restart forgets the first.",
  };
}

function notMeasured(of: AlertedApplication, here: string, exporter: string): Alert {
  const { namespace, signals } = of;
  const blind = [
    ...["on Redis", ...swallowed(of).map(() => "on swallowed jobs")],
    ...(signals.webCounters === undefined ? [] : ["on web pods without Redis"]),
  ];
  return {
    name: "RedisNotMeasured",
    expr: `absent(fluxibri_redis_up{${here}})`,
    for: "15m",
    severity: "warning",
    summary: "Redis' queues are not measured",
    description: `The alerts ${new Intl.ListFormat("en-GB").format(blind)} are blind.`,
    runbook: `kubectl -n ${namespace} describe deployment ${exporter}; does Prometheus scrape it (network policy, PodMonitor)?`,
  };
}
