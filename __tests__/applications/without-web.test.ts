import { thumbnails } from "../../applications/examples/thumbnails";
import { triedPods } from "../../cli/try-image/tried-pods";
import type { ApplicationSpec } from "../../environments/schema";
import { queueDashboard } from "../../modules/dashboards/queue-dashboard";
import { redisAlerts } from "../../modules/monitoring/redis-alerts";
import { workloadAlerts } from "../../modules/monitoring/workload-alerts";
import { ownedNames } from "../../modules/ownership/owned-names";
import { montageAiIn } from "../support/applications";
import { changedSpec } from "../support/changed-spec";
import { SHOWN } from "../support/dashboards";
import { issuesWith } from "../support/issues-with";
import { blocks, specOf, synthesize } from "../support/synth";

/** Changes that make the example an application beside the first; what is changed in it is a copy. */
const beside = () => ({
  "applications.1": structuredClone(thumbnails),
  "switches.imageTags.thumbnails": "1",
});

const spec = changedSpec(specOf("staging"), beside());
const stack = synthesize(spec)["thumbnails"];
const issues = (changes: object) =>
  issuesWith("local", { ...beside(), ...changes }).map(
    ({ path, message, fix }) => `${path}: ${message} (${fix})`,
  );

function example(): ApplicationSpec {
  const found = spec.applications[1];
  if (found === undefined) throw new Error("the example is not there");
  return found;
}

test("an application without web has no object of it, and no output", () => {
  expect(blocks(stack, "kubernetes_deployment_v1").length).toBeGreaterThan(0);
  expect(blocks(stack, "kubernetes_network_policy_v1").length).toBeGreaterThan(0);
  for (const type of ["kubernetes_horizontal_pod_autoscaler_v2", "kubernetes_ingress_v1"]) {
    expect([type, blocks(stack, type)]).toEqual([type, []]);
  }
  const text = JSON.stringify(stack);
  expect(text).not.toContain("thumbnails-web");
  expect(text).not.toMatch(/app.kubernetes.io\/component"?:"web"/);
  expect(Object.keys(stack?.output ?? {})).toEqual(["redis-address"]);
  expect(
    Object.values(ownedNames(example(), { keda: true, prometheus: true })).flat(),
  ).not.toContain("thumbnails-web");
});

test("its workers, Redis, exporters, alerts and dashboards are there all the same", () => {
  const text = JSON.stringify(stack);
  for (const part of [
    '"thumbnails-maker"',
    "redis-from-senders",
    "queue-metrics-from-prometheus",
    "ThumbnailsRedisDown",
    "ThumbnailsPodPending",
  ]) {
    expect(text).toContain(part);
  }
});

test("no alert and no panel is about web pods", () => {
  const of = {
    ...{ application: "thumbnails", namespace: "thumbnails", alertPrefix: "Thumbnails" },
    ...{ signals: {}, queue: "celery" as const, hasWeb: false },
  };
  const alerts = [...workloadAlerts(of), ...redisAlerts(of, "queue-metrics")];
  expect(alerts.map(({ name }) => name)).toContain("RedisDown");
  expect(alerts.map(({ name }) => name)).not.toContain("WebUnavailable");
  const rows = (web: typeof SHOWN.web) =>
    (queueDashboard({ ...SHOWN, web }).panels ?? []).flatMap(({ title }) => title ?? []);
  const withWeb = rows(SHOWN.web);
  expect(rows(undefined)).toEqual(withWeb.filter((title) => !/web/i.test(title)));
  expect(rows(undefined).length).toBe(withWeb.length - 3);
});

test("an image is tried as its worker alone", () => {
  const command = ["python", "-m", "clips.worker"];
  const workers = example().workers.map((worker) => ({ ...worker, command }));
  const own = changedSpec(spec, { "applications.1": { ...example(), workers } });
  const { pods, leftOut } = triedPods(own, { ...example(), workers });
  expect(pods.map(({ name, aim }) => [name, aim.kind])).toEqual([
    ["thumbnails-maker", "registers"],
  ]);
  expect(leftOut).toEqual([]);
});

describe("what names web where there is none is refused:", () => {
  const CASES: Readonly<Record<string, [object, string]>> = {
    "smaller requests": [
      { "fallbacks.reducedRequests.thumbnails": { web: { cpu: "10m", memory: "16Mi" } } },
      'fallbacks.reducedRequests.thumbnails.web: nothing of thumbnails has the name "web" (use maker)',
    ],
    "a way out": [
      {
        "applications.1.egresses": [
          { name: "mail", from: ["web"], to: { kind: "host", host: "mail.acme.org" }, ports: [25] },
        ],
      },
      "applications[1].egresses[0].from[0]: no pods of the app have this name (use some of maker, or leave from out for all workers)",
    ],
    "signals of web pods": [
      { "applications.1.signals": { updatesChannel: "updates" } },
      "applications[1].signals.updatesChannel: is of web pods, and the application has no web front (remove it, or add web)",
    ],
  };
  test.each(Object.entries(CASES))("%s", (_name, [changes, issue]) => {
    expect(issues(changes)).toEqual([issue]);
  });
});

test("counters that nothing scrapes are refused", () => {
  expect(issuesWith("local", { "applications.0.web.metricsPath": undefined })).toMatchObject([
    {
      path: "applications[0].signals.webCounters",
      message: "has no effect without web.metricsPath: nothing scrapes the counters",
    },
  ]);
});

test("somebody must reach its Redis", () => {
  expect(issues({ "applications.1.redis": { kind: "managed" } })).toEqual([
    'applications[1].redis.senders: is absent, and so is web: pods of workers alone reach Redis, and no job comes to it (name the namespaces that send jobs, e.g. senders: ["shop"], or add web)',
  ]);
  const existing = { kind: "existing", host: "redis.shop.svc.cluster.local", port: 6379 };
  expect(issues({ "applications.1.redis": existing })).toEqual([]);
});

test("a worker has the name web only where there is no web front", () => {
  expect(issues({ "applications.1.workers.0.name": "web" })).toEqual([]);
  expect(
    issues({
      "applications.1.workers.0.name": "web",
      "applications.1.web": montageAiIn(specOf("local")).web,
    }),
  ).toEqual(
    expect.arrayContaining([
      expect.stringMatching(
        /^applications\[1\]\.workers\[0\]\.name: the application's stack has a part of this name \(choose another than .*\bweb\b/,
      ),
    ]),
  );
});
