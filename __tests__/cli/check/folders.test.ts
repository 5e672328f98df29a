import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { checkTarget } from "../../../cli/check/targets";
import { mergeFindings } from "../../../cli/synthesis/findings";
import { environmentName } from "../../../environments";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "fluxibri-folders-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
}

async function found(rule: string, environment?: string): Promise<readonly string[]> {
  const checked = await checkTarget({
    source: "manifests",
    folder,
    environment: environment === undefined ? undefined : environmentName(environment),
  });
  return mergeFindings(checked)
    .filter(({ finding }) => finding.rule === rule)
    .map(({ finding: { severity, object } }) => `${severity} ${object}`);
}

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata: {name: worker, namespace: app}
spec:
  selector: {matchLabels: {app: worker}}
  template:
    metadata: {labels: {app: worker}}
    spec: {containers: [{name: a, image: "a:1", env: [{name: REDIS_URL, value: "redis://redis.other:6379"}]}]}
`;
const HPA = `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: worker, namespace: app}
spec: {maxReplicas: 2, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: worker}}
`;
const SCALED_OBJECT = `apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: worker, namespace: app}
spec: {scaleTargetRef: {name: worker}, triggers: [{type: cron, metadata: {}}]}
`;
const TWO = ["warning HorizontalPodAutoscaler app/worker"];

describe("autoscalers of one workload in several folders", () => {
  test.each([
    [
      "beside each other",
      { "app/a.yaml": `${DEPLOYMENT}---\n${HPA}`, "keda/a.yaml": SCALED_OBJECT },
    ],
    ["one above the other", { "a.yaml": `${DEPLOYMENT}---\n${HPA}`, "keda/a.yaml": SCALED_OBJECT }],
    [
      "in a file that the kustomization does not list",
      {
        "kustomization.yaml": "resources: [a.yaml]\n",
        "a.yaml": `${DEPLOYMENT}---\n${HPA}`,
        "orphan.yaml": SCALED_OBJECT,
      },
    ],
  ])("are a warning %s, at the one that goes", async (_, files) => {
    write(files);
    expect(await found("autoscaler-ownership")).toEqual(TWO);
  });

  test.each([
    [
      "overlays that bring the workload themselves",
      { "a/a.yaml": `${DEPLOYMENT}---\n${HPA}`, "b/a.yaml": `${DEPLOYMENT}---\n${SCALED_OBJECT}` },
    ],
    [
      "overlays by their folder",
      { "overlays/a/a.yaml": HPA, "overlays/b/a.yaml": SCALED_OBJECT, "base/a.yaml": DEPLOYMENT },
    ],
    [
      "the steps of a tutorial",
      { "00-app/a.yaml": DEPLOYMENT, "01-hpa/a.yaml": HPA, "02-keda/a.yaml": SCALED_OBJECT },
    ],
    ["the same object twice", { "a/a.yaml": HPA, "b/a.yaml": HPA }],
  ])("are nothing in %s", async (_, files) => {
    write(files);
    expect(await found("autoscaler-ownership")).toEqual([]);
  });
});

test.each([
  ["files of a tutorial's folder are a warning", "tutorials/assets", "", "warning"],
  ["files of any other folder are an error", "deploy", "", "error"],
  ["files beside the workload itself are an error", "tutorials/assets", DEPLOYMENT, "error"],
])("two autoscalers in %s", async (_, below, workload, severity) => {
  write({ [`${below}/hpa.yaml`]: `${HPA}---\n${workload}`, [`${below}/keda.yaml`]: SCALED_OBJECT });
  expect(await found("autoscaler-ownership")).toEqual([
    `${severity} HorizontalPodAutoscaler app/worker`,
  ]);
});

test.each([
  ["Container", "app", 0],
  ["Pod", "app", 1],
  ["Container", "other", 1],
])(
  "a LimitRange for each %s of namespace %s in another folder leaves %i findings of an HPA on CPU",
  async (type, namespace, count) => {
    const metrics =
      "metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 70}}}], ";
    write({
      "app/a.yaml": `${DEPLOYMENT}---\n${HPA.replace("spec: {", `spec: {${metrics}`)}`,
      "namespaces/a.yaml": `apiVersion: v1
kind: LimitRange
metadata: {name: defaults, namespace: ${namespace}}
spec: {limits: [{type: ${type}, defaultRequest: {cpu: 100m}}]}
`,
    });
    expect(await found("autoscaler-effect")).toHaveLength(count);
  },
);

test("network policies of the folder above hold for the pods of a folder", async () => {
  const deny = `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: deny, namespace: app}
spec: {podSelector: {}, policyTypes: [Egress]}
`;
  write({ "app/a.yaml": DEPLOYMENT });
  expect(await found("network-reach")).toEqual([]);
  write({ "deny.yaml": deny });
  expect(await found("network-reach")).toContain("warning Deployment app/worker");
});

describe("a folder beside an environment's stacks", () => {
  const worker = DEPLOYMENT.replaceAll("namespace: app", "namespace: montage-ai").replace(
    "redis.other",
    "redis.montage-ai",
  );
  const scaled = SCALED_OBJECT.replace("namespace: app", "namespace: montage-ai");

  test("finds KEDA there, and needs none of its own", async () => {
    write({
      "a.yaml": `${worker}---\n${scaled.replace("cron, metadata: {}", 'redis, metadata: {address: "redis.montage-ai.svc:6379", listName: x, listLength: "1"}')}`,
    });
    expect(await found("metrics-api-owner", "production")).toEqual([]);
  });

  test("is not told of acceptances that the stacks need, nor of findings about them", async () => {
    write({ "a.yaml": worker });
    expect(await found("accepted-findings", "production")).toEqual([]);
    expect(await found("alert-receivers", "staging")).toEqual([]);
  });

  test("is told of what it does to an object of the stacks", async () => {
    const hpa = HPA.replace("namespace: app", "namespace: montage-ai")
      .replace("name: worker, namespace", "name: mine, namespace")
      .replace("Deployment, name: worker", "Deployment, name: montage-ai-worker");
    write({ "a.yaml": hpa });
    expect(await found("autoscaler-ownership", "production")).toEqual([
      "error HorizontalPodAutoscaler montage-ai/mine",
    ]);
  });
});
