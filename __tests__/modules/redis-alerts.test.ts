import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { montageAi } from "../../applications/montage-ai";
import { QUEUE_ADAPTERS, QUEUE_NAMES } from "../../queues";
import { type AlertedApplication, rule } from "../../modules/monitoring/alert";
import { redisAlerts } from "../../modules/monitoring/redis-alerts";

const NAMESPACE = "montage-ai";
const here = `namespace="${NAMESPACE}"`;
const { alertPrefix, signals } = montageAi;
const MONITORED = {
  ...{ application: "montage-ai", namespace: NAMESPACE, alertPrefix, signals },
  ...{ queue: montageAi.queue, hasWeb: true },
};
const RULES = redisAlerts(MONITORED, "queue-metrics").map((alert) => rule(alert, MONITORED));
const found = spawnSync("promtool", ["--version"]);
const withPromtool = found.status === 0 ? test : test.skip;

/** Two web pods that are ready, each with its address. */
const POD_A = "montage-ai-web-6d4b75cb6d-aaaaa";
const POD_B = "montage-ai-web-6d4b75cb6d-bbbbb";
const WEB: Readonly<Record<string, string>> = {
  [`kube_pod_info{${here},pod="${POD_A}",pod_ip="10.0.0.1"}`]: "1x30",
  [`kube_pod_info{${here},pod="${POD_B}",pod_ip="10.0.0.2"}`]: "1x30",
  [`kube_pod_status_ready{${here},pod="${POD_A}",condition="true"}`]: "1x30",
  [`kube_pod_status_ready{${here},pod="${POD_B}",condition="true"}`]: "1x30",
};
const connections = (address: string) => `fluxibri_redis_connections{${here},pod_ip="${address}"}`;
const counter = (series: string, pod: string) => `${series}{${here},pod="${pod}"}`;
const intermediate = `fluxibri_queue_jobs{${here},queue="default",state="intermediate"}`;
const available = `kube_deployment_status_replicas_available{${here},deployment="montage-ai-web"}`;

interface Case {
  readonly title: string;
  readonly alert: string;
  /** Values each minute for half an hour, in promtool's notation. */
  readonly series: Readonly<Record<string, string>>;
  /** Labels of what fires at the twentieth minute; undefined: nothing does. */
  readonly fires: Readonly<Record<string, string>> | undefined;
}

const CASES: readonly Case[] = [
  {
    title: "a ready web pod without a connection to Redis is named",
    alert: "MontageAIWebLosesJobs",
    series: { ...WEB, [connections("10.0.0.2")]: "3x30", [connections("10.0.0.9")]: "1x30" },
    fires: { pod: POD_A, pod_ip: "10.0.0.1" },
  },
  {
    title: "web pods with connections are well",
    alert: "MontageAIWebLosesJobs",
    series: { ...WEB, [connections("10.0.0.1")]: "3x30", [connections("10.0.0.2")]: "1x30" },
    fires: undefined,
  },
  {
    title: "where no address is known, none is missed",
    alert: "MontageAIWebLosesJobs",
    series: WEB,
    fires: undefined,
  },
  {
    title: "a pod that counts previews and never writes one down loses them",
    alert: "MontageAIWebLosesJobs",
    series: {
      [counter("montage_preview_requests_total", POD_A)]: "0+1x30",
      [counter("montage_jobstore_update_attempt_total", POD_A)]: "0x30",
      [counter("montage_preview_requests_total", POD_B)]: "0+1x30",
      [counter("montage_jobstore_update_attempt_total", POD_B)]: "0+1x30",
    },
    fires: { pod: POD_A },
  },
  {
    title: "a job that stays between queue and worker is told",
    alert: "MontageAIJobSwallowed",
    series: { [intermediate]: "0x5 1x25" },
    fires: { queue: "default" },
  },
  {
    title: "a look that finds a job on its way says nothing",
    alert: "MontageAIJobSwallowed",
    series: { [intermediate]: "1 0 1 0 1 1 0 1 0 1 1 1 0 1 1 0 1 0 1 1 1 0 1 0 1 1 1 0 1 1 1" },
    fires: undefined,
  },
  {
    title: "a job whose worker was killed is told before RQ finds it",
    alert: "MontageAIJobAbandoned",
    series: { [`fluxibri_queue_jobs{${here},queue="default",state="abandoned"}`]: "0x5 1x25" },
    fires: { queue: "default" },
  },
  {
    title: "fewer jobs than there were: Redis has lost them",
    alert: "MontageAIRedisLostData",
    series: { [`fluxibri_jobs_accepted{${here}}`]: "7+1x14 0x15" },
    fires: {},
  },
  {
    title: "jobs that come while Redis is read anew after a pause are no loss",
    alert: "MontageAIRedisLostData",
    series: { [`fluxibri_jobs_accepted{${here}}`]: "7+1x10 _x5 18+1x15" },
    fires: undefined,
  },
  {
    title: "fewer listeners than web pods: live progress stands still",
    alert: "MontageAILiveProgressStopped",
    series: { [available]: "2x30", [`fluxibri_job_update_listeners{${here}}`]: "1x30" },
    fires: {},
  },
  {
    title: "a listener that subscribes anew, and a pod that has just come, are no loss",
    alert: "MontageAILiveProgressStopped",
    series: {
      [available]: "2x18 3x12",
      [`fluxibri_job_update_listeners{${here}}`]: "2 1 2 0 2 1 2 2 1 2 0 2 1 2 2 1 2 2 1 2 2 3 3",
    },
    fires: undefined,
  },
  {
    title: "a Redis that does not answer is told",
    alert: "MontageAIRedisDown",
    series: { [`fluxibri_redis_up{${here}}`]: "1x10 0x20" },
    fires: {},
  },
  ...["300", "0"].map((seconds) => ({
    title: `tcp-keepalive ${seconds} is too long`,
    alert: "MontageAIRedisKeepaliveLong",
    series: { [`fluxibri_redis_tcp_keepalive_seconds{${here}}`]: `${seconds}x30` },
    fires: {},
  })),
  {
    title: "tcp-keepalive 10 is not",
    alert: "MontageAIRedisKeepaliveLong",
    series: { [`fluxibri_redis_tcp_keepalive_seconds{${here}}`]: "10x30" },
    fires: undefined,
  },
  { title: "silence is told", alert: "MontageAIRedisNotMeasured", series: {}, fires: {} },
];

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "redis-alerts-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What Prometheus' own tool says of the rules; JSON is YAML. Texts are left out: they are not judged. */
function judged({ alert, series, fires }: Case) {
  const rules = RULES.map(({ annotations: _, ...rest }) => rest);
  const severity = RULES.find((one) => one.alert === alert)?.labels?.["severity"];
  const labels = { namespace: NAMESPACE, severity, application: "montage-ai", ...fires };
  writeFileSync(
    path.join(folder, "rules.json"),
    JSON.stringify({ groups: [{ name: "a", rules }] }),
  );
  writeFileSync(
    path.join(folder, "test.json"),
    JSON.stringify({
      rule_files: ["rules.json"],
      evaluation_interval: "1m",
      tests: [
        {
          interval: "1m",
          input_series: Object.entries(series).map(([one, values]) => ({ series: one, values })),
          alert_rule_test: [
            {
              eval_time: "20m",
              alertname: alert,
              exp_alerts: fires === undefined ? [] : [{ exp_labels: labels }],
            },
          ],
        },
      ],
    }),
  );
  const { status, stdout, stderr } = spawnSync("promtool", ["test", "rules", "test.json"], {
    cwd: folder,
    encoding: "utf8",
  });
  return { status, said: status === 0 ? "" : `${stdout}${stderr}` };
}

for (const one of CASES) {
  withPromtool(`${one.title} (skipped where there is no promtool)`, () => {
    expect(judged(one)).toEqual({ status: 0, said: "" });
  });
}

test("every alert on Redis has a case", () => {
  const covered = new Set(CASES.map(({ alert }) => alert));
  expect(RULES.map(({ alert }) => alert).filter((alert) => !covered.has(alert ?? ""))).toEqual([]);
});

test("an app that shows nothing of itself has no alert that stands on it", () => {
  const names = (shown: typeof MONITORED.signals | object) =>
    redisAlerts({ ...MONITORED, signals: shown }, "queue-metrics").map(({ name }) => name);
  const own = ["WebLosesJobs", "LiveProgressStopped", "RedisLostData"];
  expect(names(signals)).toEqual(expect.arrayContaining(own));
  expect(names({})).toEqual(names(signals).filter((name) => !own.includes(name)));
});

test("a library without a key for a job on its way has no alert that looks for one", () => {
  const of = (queue: "rq" | "celery") =>
    redisAlerts({ ...MONITORED, queue, signals: {} }, "queue-metrics");
  const names = of("celery").map(({ name }) => name);
  expect(names).toEqual(["RedisDown", "RedisKeepaliveLong", "RedisNotMeasured"]);
  const more = ["JobSwallowed", "JobAbandoned"];
  expect(of("rq").map(({ name }) => name)).toEqual(names.toSpliced(1, 0, ...more));
  const text = JSON.stringify(of("celery"));
  expect(text).not.toMatch(/RQ|intermediate|on swallowed jobs/);
  expect(text).toContain("Celery has a job in no key between list and worker");
  expect(text).toContain("The alerts on Redis are blind.");
});

test("each series of jobs that an alert reads is in a state that the library's program shows", () => {
  for (const queue of QUEUE_NAMES) {
    const alerts = redisAlerts({ ...MONITORED, queue }, "queue-metrics");
    const text = alerts.map(({ expr }) => expr).join();
    const read = [...text.matchAll(/state="([^"]*)"/g)].map(([, state]) => state);
    expect(QUEUE_ADAPTERS[queue].states).toEqual(expect.arrayContaining(read));
  }
});

test("an alert's text names another one as it is called", () => {
  const renamed = { ...MONITORED, alertPrefix: "Other" };
  const texts = redisAlerts(renamed, "queue-metrics").map((alert) =>
    JSON.stringify(rule(alert, renamed)),
  );
  expect(texts.join()).toContain("(OtherRedisKeepaliveLong)");
  expect(texts.join()).not.toContain("MontageAI");
});

test("that web pods say they are well without Redis is said of an app whose signals tell so", () => {
  const downOf = (of: AlertedApplication) =>
    redisAlerts(of, "queue-metrics").find(({ name }) => name === "RedisDown")?.description;
  expect(downOf(MONITORED)).toContain("Web pods say that they are well");
  expect(downOf({ ...MONITORED, signals: {} })).not.toContain("Web pods");
});
