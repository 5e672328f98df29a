import { queueDashboard } from "../../../modules/dashboards/queue-dashboard";
import { SHOWN } from "../../support/dashboards";
import { hasPrometheus, Prometheus, type Recorded } from "../../support/prometheus";

jest.setTimeout(120_000);

/** Without the programs (Debian's package has both) nothing is asked; the skipped names say so. */
const onPrometheus = hasPrometheus() ? describe : describe.skip;

const here = 'namespace="montage-ai"';
const WORKER = "montage-ai-worker-6d4b75cb6d-aaaaa";
const JOB = "montage-ai-worker-long-x7k2p";
const hpa = (name: string) => `${here},horizontalpodautoscaler="${name}"`;
const keda = (of: string, scaler: string, pod: string) =>
  `keda_scaler_metrics_value{exported_namespace="montage-ai",namespace="keda",pod="${pod}",scaledObject="${of}",scaler="${scaler}"}`;
const always = (value: number) => () => value;

/**
 * An hour as the exporters give it: of two KEDA operators one has current numbers, a pod was
 * killed for memory half an hour ago, one claim fills, one node of the pool gpu is gone.
 */
const HOUR: Recorded = {
  [keda("montage-ai-worker-scaledobject", "queued_default", "operator-1")]: (minute) => minute,
  [keda("montage-ai-worker-scaledobject", "queued_default", "operator-2")]: always(0),
  [keda("montage-ai-worker-scaledobject", "running_default", "operator-1")]: always(3),
  [keda("montage-ai-worker-long", "queued_long", "operator-1")]: always(2),
  [keda("montage-ai-worker-long", "running_long", "operator-1")]: always(1),
  'keda_scaled_object_errors_total{exported_namespace="montage-ai",scaledObject="montage-ai-worker-scaledobject"}':
    (minute) => (minute > 55 ? 4 : 0),
  'keda_scaled_job_errors_total{exported_namespace="montage-ai",scaledJob="montage-ai-worker-long"}':
    always(0),
  [`kube_horizontalpodautoscaler_status_desired_replicas{${hpa("keda-hpa-montage-ai-worker-scaledobject")}}`]:
    always(8),
  [`kube_horizontalpodautoscaler_status_desired_replicas{${hpa("montage-ai-web")}}`]: always(4),
  [`kube_horizontalpodautoscaler_status_condition{${hpa("keda-hpa-montage-ai-worker-scaledobject")},condition="ScalingActive",status="false"}`]:
    always(0),
  [`kube_horizontalpodautoscaler_status_target_metric{${hpa("montage-ai-web")},metric_name="cpu",metric_target_type="utilization"}`]:
    always(55),
  [`kube_job_status_active{${here},job_name="${JOB}"}`]: always(1),
  ...phases(WORKER, "Running"),
  ...phases("montage-ai-worker-6d4b75cb6d-bbbbb", "Running"),
  ...phases("montage-ai-worker-6d4b75cb6d-ccccc", "Pending"),
  ...phases(`${JOB}-zzzzz`, "Running"),
  [`kube_pod_status_unschedulable{${here},pod="montage-ai-worker-6d4b75cb6d-ccccc"}`]: always(1),
  [`kube_pod_container_status_waiting_reason{${here},pod="montage-ai-web-1",container="web",reason="ImagePullBackOff"}`]:
    always(1),
  [`kube_pod_container_status_restarts_total{${here},pod="${WORKER}",container="worker"}`]: (
    minute,
  ) => (minute > 30 ? 1 : 0),
  [`kube_pod_container_status_last_terminated_reason{${here},pod="${WORKER}",container="worker",reason="OOMKilled"}`]:
    (minute) => (minute > 30 ? 1 : undefined),
  [`kube_deployment_status_replicas_available{${here},deployment="montage-ai-web"}`]: always(3),
  [`kube_deployment_status_replicas_available{${here},deployment="deletion-cost"}`]: always(1),
  'kube_node_status_condition{node="a",condition="Ready",status="true"}': always(1),
  'kube_node_status_condition{node="b",condition="Ready",status="true"}': always(0),
  'kube_node_labels{node="a",label_fluxibri_ai_pool="cpu-worker"}': always(1),
  'kube_node_labels{node="b",label_fluxibri_ai_pool="gpu"}': always(1),
  'cluster_autoscaler_unschedulable_pods_count{pod="autoscaler-1",type="unschedulable"}': always(1),
  'cluster_autoscaler_failed_scale_ups_total{pod="autoscaler-1",reason="timeout"}': (minute) =>
    minute > 40 ? 2 : 0,
  [`kubelet_volume_stats_used_bytes{${here},persistentvolumeclaim="montage-output"}`]: (minute) =>
    minute,
  [`kubelet_volume_stats_capacity_bytes{${here},persistentvolumeclaim="montage-output"}`]:
    always(80),
  'ALERTS{alertname="MontageAIWorkersMissing",alertstate="firing",application="montage-ai",worker="worker"}':
    always(1),
};

function phases(pod: string, phase: "Running" | "Pending"): Recorded {
  const ready = phase === "Running" ? 1 : 0;
  return {
    [`kube_pod_status_phase{${here},pod="${pod}",phase="Running"}`]: always(ready),
    [`kube_pod_status_phase{${here},pod="${pod}",phase="Pending"}`]: always(1 - ready),
    [`kube_pod_status_ready{${here},pod="${pod}",condition="true"}`]: always(ready),
  };
}

interface Target {
  readonly panel: string;
  readonly expr: string;
  readonly legend: string;
}

function targets(props = SHOWN): readonly Target[] {
  return (queueDashboard(props).panels ?? []).flatMap((panel) =>
    "targets" in panel && panel.targets !== undefined
      ? panel.targets.map((target): Target => {
          const { expr, legendFormat } = JSON.parse(JSON.stringify(target)) as {
            readonly expr: string;
            readonly legendFormat: string;
          };
          return { panel: panel.title ?? "", expr, legend: legendFormat };
        })
      : [],
  );
}

onPrometheus("a real Prometheus (skipped where prometheus and promtool are not installed)", () => {
  let prometheus: Prometheus;
  beforeAll(async () => {
    prometheus = await Prometheus.with(HOUR);
  });
  afterAll(() => prometheus.stop());

  /** What a panel shows at the end of the hour, by the names of its lines. */
  async function shown(panel: string, props = SHOWN): Promise<Readonly<Record<string, number>>> {
    const all = await Promise.all(
      targets(props)
        .filter((target) => target.panel === panel)
        .map(async ({ expr, legend }) =>
          (await prometheus.lines(expr)).map(({ labels, last }): [string, number] => [
            legend.replace(/\{\{(\w+)\}\}/g, (_, label: string) => labels[label] ?? "").trim(),
            last,
          ]),
        ),
    );
    return Object.fromEntries(all.flat());
  }

  const machines = { ...SHOWN, nodes: { inPools: false, autoscaler: false } };

  test.each([...targets(), ...targets(machines)])(
    "answers $panel: $legend, with every label of the legend",
    async ({ expr, legend }) => {
      const lines = await prometheus.lines(expr);
      expect(lines).not.toEqual([]);
      for (const { labels } of lines) {
        const missing = [...legend.matchAll(/\{\{(\w+)\}\}/g)].filter(
          // An alert that is about no worker has no such label.
          ([, label = ""]) => label !== "worker" && labels[label] === undefined,
        );
        expect(missing).toEqual([]);
      }
    },
  );

  test.each([
    ["worker: jobs", { queued_default: 59, running_default: 3 }],
    ["worker: pods", { wanted: 8, running: 2, ready: 2, pending: 1, min: 3 }],
    ["worker: share of workers in a job", { "in a job": 1.5 }],
    ["worker: errors of the scaler", { errors: 4, "HPA is blind": 0 }],
    ["worker-long: jobs", { queued_long: 2, running_long: 1 }],
    ["worker-long: pods", { wanted: 1, running: 1, ready: 1, pending: 0, min: 0 }],
    ["Ready nodes by pool", { "cpu-worker": 1, gpu: 0 }],
    ["web: pods", { wanted: 4, available: 3, min: 2 }],
    ["web: CPU", { "in use": 55 }],
    ["Container restarts in an hour", { [`${WORKER} worker`]: 1 }],
    ["cluster-autoscaler", { "pods: unschedulable": 1, "failed: timeout": 2 }],
    ["Killed for memory in an hour", { [`${WORKER} worker`]: 1 }],
    ["Use of claims", { "montage-output": 0.7375 }],
    ["Alerts that fire", { alerts: 1 }],
  ])("%s shows what was", async (panel, expected) => {
    expect(await shown(panel)).toEqual(expected);
  });
});
