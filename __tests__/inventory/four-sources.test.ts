import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { readCluster } from "../../inventory/cluster";
import { READ_KINDS } from "../../inventory/kubernetes";
import { readManifests } from "../../inventory/manifests";
import type { Inventory } from "../../inventory/model";
import { readPlan } from "../../inventory/plan";
import { readSynthesized } from "../../inventory/synthesized";
import { RULES } from "../../rules";
import { specOf } from "../support/synth";

const container = {
  name: "worker",
  image: "ghcr.io/mfahsold/montage-ai:latest",
  resources: { requests: { cpu: "1", memory: "2Gi" } },
  env: [{ name: "TOKEN", valueFrom: { secretKeyRef: { name: "pull", key: "a" } } }],
  volumeMounts: [{ name: "data", mountPath: "/data" }],
};

/** What rules have something to say about: two scale one Deployment, which shares a claim of one node. */
const OBJECTS = [
  {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "worker", namespace: "ns" },
    spec: {
      replicas: 2,
      selector: { matchLabels: { app: "worker" } },
      template: {
        metadata: { labels: { app: "worker" } },
        spec: {
          containers: [container],
          volumes: [{ name: "data", persistentVolumeClaim: { claimName: "data" } }],
        },
      },
    },
  },
  {
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: { name: "data", namespace: "ns" },
    spec: { accessModes: ["ReadWriteOnce"], storageClassName: "local-path" },
  },
  {
    apiVersion: "autoscaling/v2",
    kind: "HorizontalPodAutoscaler",
    metadata: { name: "worker", namespace: "ns" },
    spec: {
      scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "worker" },
      maxReplicas: 3,
    },
  },
  {
    apiVersion: "keda.sh/v1alpha1",
    kind: "ScaledObject",
    metadata: { name: "worker", namespace: "ns" },
    spec: {
      scaleTargetRef: { name: "worker" },
      triggers: [{ type: "redis", metadata: { listName: "rq:queue:default" } }],
    },
  },
  {
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name: "pull", namespace: "ns" },
    stringData: { a: "b" },
  },
] as const;

const NAMES: Readonly<Record<string, string>> = {
  Deployment: "deployments",
  PersistentVolumeClaim: "persistentvolumeclaims",
  HorizontalPodAutoscaler: "horizontalpodautoscalers",
  ScaledObject: "scaledobjects",
  Secret: "secrets",
};

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "four-sources-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const manifests = Object.fromEntries(OBJECTS.map((manifest, index) => [`o${index}`, { manifest }]));

function fromPlan(): Inventory {
  const resources = Object.entries(manifests).map(([id, values]) => ({
    address: `kubernetes_manifest.${id}`,
    mode: "managed",
    type: "kubernetes_manifest",
    values,
    sensitive_values: {},
  }));
  const configured = resources.map(({ address }) => ({
    address,
    expressions: { manifest: { constant_value: {} } },
  }));
  return readPlan({
    name: "s",
    json: {
      planned_values: { root_module: { resources } },
      configuration: { root_module: { resources: configured } },
    },
  }).inventory;
}

function fromFolder(): Inventory | undefined {
  writeFileSync(
    path.join(folder, "all.yaml"),
    OBJECTS.map((object) => JSON.stringify(object)).join("\n---\n"),
  );
  return readManifests(folder)[0]?.reading.inventory;
}

/** An API server that lists the objects as one does: without kind and apiVersion on the items. */
async function fromCluster(): Promise<Inventory> {
  const byVersion = (apiVersion: string) => OBJECTS.filter((o) => o.apiVersion === apiVersion);
  const answers = new Map<string, unknown>([
    [
      "/apis",
      {
        groups: [...new Set(OBJECTS.map(({ apiVersion }) => apiVersion))]
          .filter((version) => version.includes("/"))
          .map((groupVersion) => ({
            name: groupVersion.replace(/\/.*/, ""),
            preferredVersion: { groupVersion },
          })),
      },
    ],
  ]);
  for (const { apiVersion, kind, ...item } of OBJECTS) {
    const base = apiVersion === "v1" ? "/api/v1" : `/apis/${apiVersion}`;
    answers.set(base, {
      resources: byVersion(apiVersion).map((object) => ({
        name: NAMES[object.kind],
        kind: object.kind,
        verbs: ["list"],
      })),
    });
    answers.set(`${base}/${NAMES[kind]}?limit=500`, { items: [item] });
  }
  const reading = await readCluster({ kubeconfig: undefined, context: "c" }, (asked) =>
    Promise.resolve({ json: answers.get(asked) }),
  );
  return reading.inventory;
}

/** Without places, and contents by kind: those differ by source, and a cluster is read kind by kind. */
function comparable(inventory: Inventory | undefined): unknown {
  const contents = inventory?.contents.toSorted((left, right) =>
    left.kind.localeCompare(right.kind),
  );
  const text = JSON.stringify({ ...inventory, contents }, (key, value: unknown) =>
    key === "place" ? undefined : value,
  );
  return JSON.parse(text);
}

function verdict(inventory: Inventory): readonly string[] {
  const spec = specOf("staging");
  return RULES.flatMap((rule) => rule.check(inventory, spec)).map(
    ({ rule, severity, object, message }) => `${severity} ${rule} ${object} ${message}`,
  );
}

/** What only a source that somebody wrote can say: in a live cluster the autoscaler sets the replicas, and Secrets have values. */
const OF_WRITTEN_SOURCES =
  /autoscaler-ownership Deployment ns\/worker fixes replicas|secret-hygiene Secret ns\/pull holds the value/;

/** Whoever applies a file does so when he wants to; Terraform sets replicas back with whatever else it is run for. */
function asOfFile(line: string): string {
  return line.includes("fixes replicas")
    ? line.replace("error", "warning").replace("every apply undoes", "kubectl apply undoes") +
        " each time"
    : line;
}

test("the same objects give the same inventory and the same verdict from every source", async () => {
  const synthesized = readSynthesized([
    { name: "s", json: { resource: { kubernetes_manifest: manifests } } },
  ]);
  const [plan, folderOfYaml, cluster] = [fromPlan(), fromFolder(), await fromCluster()];
  for (const inventory of [plan, folderOfYaml, cluster]) {
    expect(comparable(inventory)).toEqual(comparable(synthesized));
  }
  expect(synthesized.workloads).toHaveLength(1);
  expect(synthesized.autoscalers).toHaveLength(2);
  const said = verdict(synthesized);
  expect(said.join("\n")).toContain("ns/worker is scaled by");
  expect(said.filter((line) => OF_WRITTEN_SOURCES.test(line))).toHaveLength(2);
  expect(verdict(plan)).toEqual(said);
  expect(folderOfYaml && verdict(folderOfYaml)).toEqual(said.map(asOfFile));
  expect(verdict(cluster)).toEqual(said.filter((line) => !OF_WRITTEN_SOURCES.test(line)));
  expect(READ_KINDS.map(({ kind }) => kind)).toEqual(expect.arrayContaining(Object.keys(NAMES)));
});
