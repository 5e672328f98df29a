import { montageAi } from "../../applications/montage-ai";
import { Testing, TerraformStack } from "cdktf";
import { queueAdapter } from "../../queues";
import { queueDepthFromZero } from "../../modules/autoscaling/queue-depth";
import { Monitoring, type MonitoringProps } from "../../modules/monitoring/monitoring";

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly for: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}
interface MonitoringObject {
  readonly kind: string;
  readonly spec: { readonly groups?: readonly { readonly rules: readonly Rule[] }[] };
}

const PROPS: MonitoringProps = {
  application: "montage-ai",
  alertPrefix: "MontageAI",
  signals: montageAi.signals,
  queue: montageAi.queue,
  hasWeb: true,
  webMetricsPath: "/app/metrics",
  namespace: "montage-ai",
  kedaNamespace: "keda",
  deletionCostKeeper: "deletion-cost",
  queueMetrics: "queue-metrics",
  syncedSecrets: true,
  workers: [
    {
      application: "montage-ai",
      name: "worker",
      queues: ["default"],
      scaler: { kind: "ScaledObject", name: "montage-ai-worker-scaledobject" },
      max: 8,
    },
    {
      application: "montage-ai",
      name: "worker-heavy",
      queues: ["heavy"],
      scaler: { kind: "ScaledObject", name: "montage-ai-worker-heavy-scaledobject" },
      max: 1,
    },
    {
      application: "montage-ai",
      name: "worker-long",
      queues: ["long"],
      scaler: { kind: "ScaledJob", name: "montage-ai-worker-long" },
      max: 3,
    },
  ],
};

/** Which names a PromQL matcher `label=~"…"` of an alert takes: it is anchored. */
function matched(expr: string | undefined, label: string, names: readonly string[]) {
  const [, pattern] = new RegExp(`${label}=~"([^"]+)"`).exec(expr ?? "") ?? [];
  return names.filter((name) => new RegExp(`^(?:${pattern})$`).test(name));
}

function objects(props: MonitoringProps): readonly MonitoringObject[] {
  const stack = new TerraformStack(Testing.app(), "stack");
  new Monitoring(stack, "monitoring", props);
  const { resource } = JSON.parse(Testing.synth(stack));
  const found: Record<string, { readonly manifest: MonitoringObject }> =
    resource.kubernetes_manifest;
  return Object.values(found).map(({ manifest }) => manifest);
}

function rules(props: MonitoringProps = PROPS): readonly Rule[] {
  const found = objects(props).find(({ kind }) => kind === "PrometheusRule");
  return (found?.spec.groups ?? []).flatMap((group) => group.rules);
}

describe("monitoring", () => {
  it("scrapes the path of the data at the web Service", () => {
    expect(objects(PROPS).find(({ kind }) => kind === "ServiceMonitor")).toMatchObject({
      spec: {
        selector: {
          matchLabels: {
            "app.kubernetes.io/name": "montage-ai",
            "app.kubernetes.io/component": "web",
          },
        },
        endpoints: [{ port: "http", path: "/app/metrics" }],
      },
    });
  });

  it("says with each alert what it is, what it means and what to do first", () => {
    expect(rules().length).toBeGreaterThan(10);
    for (const { alert, for: duration, labels, annotations } of rules()) {
      expect([alert, duration]).toEqual([alert, expect.stringMatching(/^[0-9]+m$/)]);
      expect(["critical", "warning"]).toContain(labels.severity);
      for (const part of ["summary", "description", "runbook"]) {
        expect([alert, part, annotations[part]]).toEqual([alert, part, expect.any(String)]);
      }
    }
  });

  // A sum over series drops it, and Alertmanager groups and inhibits by it.
  it("says of each alert which namespace it is about, and that it is ours", () => {
    for (const { alert, labels } of rules()) {
      expect([alert, labels]).toEqual([
        alert,
        expect.objectContaining({ namespace: "montage-ai", application: "montage-ai" }),
      ]);
    }
  });

  it("tells the alerts of two workers apart", () => {
    const keys = rules().map(({ alert, labels }) => JSON.stringify([alert, labels]));
    expect(new Set(keys).size).toBe(keys.length);
  });

  it("reads every alert from the workload's own namespace", () => {
    for (const { alert, expr } of rules()) {
      expect([alert, expr]).toEqual([alert, expect.stringContaining('namespace="montage-ai"')]);
    }
  });

  it("reads the waiting jobs by the names that the ScaledObject's triggers have", () => {
    const { expr } = rules().find(byName("MontageAIQueueNotDraining")) ?? {};
    const queues = ["default", "heavy-gpu"];
    const counted = queueAdapter("rq").triggers({ name: "w", queues, jobTimeoutSeconds: 1 });
    const names = queueDepthFromZero(counted, 1).triggers.map(({ name }) => name);
    const read = matched(expr, "scaler", names);
    expect(read).toEqual(names.filter((name) => name.startsWith("queued")));
    expect(read).toHaveLength(2);
  });

  it("calls a worker at its maximum only when jobs wait: min may equal max", () => {
    const expr = rules().filter(byName("MontageAIWorkerAtMaximum"))[1]?.expr;
    expect(expr).toContain(
      'horizontalpodautoscaler="keda-hpa-montage-ai-worker-heavy-scaledobject"}) >= 1',
    );
    expect(expr).toMatch(/and on \(\) sum .*keda_scaler_metrics_value.* > 0$/);
  });

  it("counts the Jobs of a ScaledJob that have not ended, and no others", () => {
    const expr = rules().filter(byName("MontageAIWorkerAtMaximum"))[2]?.expr;
    expect(expr).toMatch(/kube_job_status_active.* >= 3\nand on \(\)/);
    expect(
      matched(expr, "job_name", [
        "montage-ai-worker-long-x7k2p",
        "montage-ai-worker-long-er-x7k2p",
      ]),
    ).toEqual(["montage-ai-worker-long-x7k2p"]);
  });

  it("reads a ScaledJob's errors by its own label, and its jobs by KEDA's label for both", () => {
    const long = rules().filter(({ labels }) => labels.worker === "worker-long");
    expect(long.find(byName("MontageAIScalerFails"))?.expr).toContain(
      'keda_scaled_job_errors_total{exported_namespace="montage-ai",scaledJob="montage-ai-worker-long"}',
    );
    expect(long.find(byName("MontageAIQueueNotMeasured"))?.expr).toContain(
      'scaledObject="montage-ai-worker-long"',
    );
  });

  // The name of worker-heavy begins with that of worker.
  it("tells Pending pods of one worker from those of another", () => {
    const pods = [
      "montage-ai-worker-6d4b75cb6d-hx2kq",
      "montage-ai-worker-heavy-5f7c9d8b4f-2xw9z",
      "montage-ai-worker-long-x7k2p-9sq4t",
    ];
    const exprs = rules().filter(byName("MontageAIWorkerPending"));
    expect(exprs.map(({ expr }) => matched(expr, "pod", pods))).toEqual(pods.map((pod) => [pod]));
  });

  it("says when nobody keeps the deletion cost, where somebody should", () => {
    const { expr } = rules().find(byName("MontageAIDeletionCostNotKept")) ?? {};
    expect(expr).toContain('deployment="deletion-cost"}) == 0');
    const without = rules({ ...PROPS, deletionCostKeeper: undefined });
    expect(without.find(byName("MontageAIDeletionCostNotKept"))).toBeUndefined();
  });

  // Its series carry Prometheus' own namespace label, of the operator.
  it("says when a credential is not renewed, where External Secrets brings any", () => {
    const { expr } = rules().find(byName("MontageAISecretNotSynced")) ?? {};
    expect(expr).toContain('exported_namespace="montage-ai",condition="Ready",status="False"');
    const without = rules({ ...PROPS, syncedSecrets: false });
    expect(without.find(byName("MontageAISecretNotSynced"))).toBeUndefined();
  });

  it("scrapes the queue metrics, whose pod has no Service", () => {
    expect(objects(PROPS).find(({ kind }) => kind === "PodMonitor")).toMatchObject({
      spec: {
        selector: { matchLabels: { "app.kubernetes.io/component": "queue-metrics" } },
        podMetricsEndpoints: [{ port: "metrics", path: "/metrics" }],
      },
    });
    const without = { ...PROPS, queueMetrics: undefined };
    expect(objects(without).map(({ kind }) => kind)).not.toContain("PodMonitor");
    expect(rules(without).filter(({ alert }) => /Redis|Swallowed|LosesJobs/.test(alert))).toEqual(
      [],
    );
  });

  it("finds web pods without a connection to Redis by name, and by their own counters", () => {
    const { expr, labels } = rules().find(byName("MontageAIWebLosesJobs")) ?? {};
    expect(labels?.severity).toBe("critical");
    const pods = [
      "montage-ai-web-6d4b75cb6d-hx2kq",
      "montage-ai-worker-6d4b75cb6d-hx2kq",
      "montage-ai-web-extra-6d4b75cb6d-hx2kq",
    ];
    expect(matched(expr, "pod", pods)).toEqual(["montage-ai-web-6d4b75cb6d-hx2kq"]);
    // Where addresses are translated there are no series by address, and every pod would look cut off.
    expect(expr).toMatch(/unless on \(pod_ip\) (.*)\n\s+and on \(\) \1\n/);
    expect(expr).toMatch(/or on \(pod\) .*montage_preview_requests_total.*unless on \(pod\)/);
  });

  it("has no alert on queues while KEDA is off", () => {
    const names = rules({ ...PROPS, kedaNamespace: undefined }).map(({ alert }) => alert);
    expect(names).toContain("MontageAIWebUnavailable");
    expect(names.filter((name) => /Queue|Scaler|AtMaximum|Worker/.test(name))).toEqual([]);
    expect(names).toContain("MontageAIRedisDown");
  });
});

function byName(name: string): (rule: Rule) => boolean {
  return ({ alert }) => alert === name;
}
