import { READ_KINDS } from "../../inventory/kubernetes";
import type { Inventory } from "../../inventory/model";
import { RULES } from "../../rules";
import { specOf } from "../support/synth";
import { fromCluster, fromFolder, fromPlan, fromStack, resourcesOf } from "./four-readers";
import { findingsOf } from "../../rules/engine/rule";

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
    stringData: { password: "b" },
  },
] as const;

/** Without places and Terraform's own blocks, and contents by kind: those differ by source, and a cluster is read kind by kind. */
function comparable({ terraformBlocks: _, ...inventory }: Inventory): unknown {
  const contents = inventory.contents.toSorted((left, right) =>
    left.kind.localeCompare(right.kind),
  );
  const text = JSON.stringify({ ...inventory, contents }, (key, value: unknown) =>
    key === "place" ? undefined : value,
  );
  return JSON.parse(text);
}

function verdict(inventory: Inventory): readonly string[] {
  const spec = specOf("staging");
  return RULES.flatMap((rule) => findingsOf(rule, inventory, spec)).map(
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
  const synthesized = fromStack(resourcesOf(OBJECTS));
  const plan = fromPlan(resourcesOf(OBJECTS));
  const folder = fromFolder(OBJECTS);
  const cluster = await fromCluster(OBJECTS);
  for (const inventory of [plan, folder, cluster]) {
    expect(comparable(inventory)).toEqual(comparable(synthesized));
  }
  expect(synthesized.workloads).toHaveLength(1);
  expect(synthesized.autoscalers).toHaveLength(2);
  const said = verdict(synthesized);
  expect(said.join("\n")).toContain("ns/worker is scaled by");
  expect(said.filter((line) => OF_WRITTEN_SOURCES.test(line))).toHaveLength(2);
  expect(verdict(plan)).toEqual(said);
  expect(verdict(folder)).toEqual(said.map(asOfFile));
  expect(verdict(cluster)).toEqual(said.filter((line) => !OF_WRITTEN_SOURCES.test(line)));
  expect(READ_KINDS.map(({ kind }) => kind)).toEqual(
    expect.arrayContaining(OBJECTS.map(({ kind }) => kind)),
  );
});
