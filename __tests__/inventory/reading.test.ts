import { describePlace } from "../../inventory/model";
import { readForeignObjects } from "../../inventory/reading";

const place = (line: number) => ({ kind: "file", file: "overlay/all.yaml", line }) as const;

describe("objects that others wrote", () => {
  test("of the wrong shape are problems, and the others are still read", () => {
    const { inventory, problems } = readForeignObjects([
      {
        object: { kind: "Service", metadata: { name: "a" }, spec: { ports: "80" } },
        place: place(1),
      },
      { object: { kind: "Service", metadata: { name: "b" }, spec: {} }, place: place(9) },
    ]);
    expect(inventory.services.map(({ name }) => name)).toEqual(["b"]);
    expect(problems).toEqual([
      {
        place: place(1),
        message: "spec.ports: Invalid input: expected array, received string",
      },
    ]);
  });

  test.each([
    { object: { kind: "Service", apiVersion: "serving.knative.dev/v1" }, texts: 1 },
    { object: { kind: "NetworkPolicy", apiVersion: "crd.projectcalico.org/v1" }, texts: 1 },
    { object: { kind: "constructor", apiVersion: "v1" }, texts: 1 },
    { object: { kind: 7 }, texts: 0 },
    { object: {}, texts: 0 },
  ])(
    "of kinds that nothing is known of add nothing but their text, and that they are custom resources: %j",
    ({ object, texts }) => {
      const { inventory, problems } = readForeignObjects([{ object, place: place(1) }]);
      const lists = Object.entries({ ...inventory, contents: [], customResources: [] });
      expect(problems).toEqual([]);
      expect(inventory.contents.map(({ value }) => value)).toEqual(
        Array.from({ length: texts }, () => object),
      );
      expect(lists.filter(([, list]) => list.length > 0)).toEqual([]);
    },
  );

  test("that only a cluster or an operator has are read", () => {
    const { inventory, problems } = readForeignObjects(
      [
        {
          apiVersion: "v1",
          kind: "Node",
          metadata: { name: "n", labels: { "kubernetes.io/arch": "arm64" } },
          spec: { taints: [{ key: "gpu", effect: "NoSchedule" }] },
          status: {
            allocatable: { cpu: "3920m", memory: "15Gi", pods: "58" },
            conditions: [{ type: "Ready", status: "True" }],
          },
        },
        {
          apiVersion: "apiextensions.k8s.io/v1",
          kind: "CustomResourceDefinition",
          metadata: { name: "scaledobjects.keda.sh" },
          spec: { group: "keda.sh", names: { kind: "ScaledObject" } },
        },
        {
          apiVersion: "monitoring.coreos.com/v1",
          kind: "ServiceMonitor",
          metadata: { name: "web", namespace: "ns" },
          spec: {
            selector: { matchLabels: { app: "web" } },
            endpoints: [{ port: "http" }, { targetPort: 9090 }],
          },
        },
        {
          apiVersion: "monitoring.coreos.com/v1",
          kind: "PodMonitor",
          metadata: { name: "pods", namespace: "ns" },
          spec: {
            selector: {},
            namespaceSelector: { any: true },
            podMetricsEndpoints: [{ port: "metrics" }],
          },
        },
      ].map((object) => ({ object, place: { kind: "cluster", context: "k3s" } as const })),
    );
    expect(problems).toEqual([]);
    expect(inventory.nodes).toMatchObject([
      {
        name: "n",
        architecture: "arm64",
        taints: [{ key: "gpu", value: "", effect: "NoSchedule" }],
        allocatable: { cpu: 3920, memory: 15 * 2 ** 30, pods: 58 },
        ready: true,
      },
    ]);
    expect(inventory.customResourceDefinitions).toMatchObject([
      { name: "scaledobjects.keda.sh", group: "keda.sh", defines: "ScaledObject" },
    ]);
    expect(inventory.monitors).toMatchObject([
      { kind: "ServiceMonitor", namespaces: ["ns"], ports: ["http", "9090"] },
      { kind: "PodMonitor", namespaces: "any", ports: ["metrics"] },
    ]);
  });

  test("five times as many take about five times as long", () => {
    const container = { name: "a", image: "a:1", resources: { requests: { cpu: "1" } } };
    const seconds = (number: number): number => {
      const objects = Array.from({ length: number }, (_, index) => ({
        object: {
          apiVersion: "apps/v1",
          kind: "Deployment",
          metadata: { name: `d${index}`, namespace: `ns${index % 50}` },
          spec: { template: { spec: { containers: [container] } } },
        },
        place: place(index),
      }));
      // Time of the processor, not of the clock: other programs do not count.
      const start = process.cpuUsage();
      expect(readForeignObjects(objects).inventory.workloads).toHaveLength(number);
      return process.cpuUsage(start).user;
    };
    seconds(1000);
    // Quadratic growth would be 25.
    expect(seconds(5000) / seconds(1000)).toBeLessThan(15);
  });
});

test.each([
  [
    { kind: "terraform", stack: "staging-workload", address: "a.b" } as const,
    "stack staging-workload, a.b",
  ],
  [place(7), "overlay/all.yaml:7"],
  [{ kind: "cluster", context: "k3s" } as const, "cluster k3s"],
])("a place is said in words: %j", (where, words) => {
  expect(describePlace(where)).toBe(words);
});
