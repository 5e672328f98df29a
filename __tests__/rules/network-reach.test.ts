import { parse } from "yaml";
import type { Place } from "../../inventory/model";
import { readForeignObjects } from "../../inventory/reading";
import { networkReach } from "../../rules/network-reach";
import { findingsIn } from "./fixture";

/** `severity object: message` of each finding of an invalid fixture. */
function said(stem: string): readonly string[] {
  return findingsIn("invalid", stem).map(
    ({ severity, object, message }) => `${severity} ${object}: ${message}`,
  );
}

describe("network-reach", () => {
  test("KEDA's operator must be let through to Redis: the workers' way is not its own", () => {
    const found = findingsIn("invalid", "network-reach");
    expect(found).toEqual([
      {
        rule: "network-reach",
        severity: "error",
        object: "ScaledObject montage-ai/worker",
        place: {
          kind: "terraform",
          stack: "staging-workload",
          address: "kubernetes_manifest.so",
        },
        message:
          "KEDA's operator (namespace keda) does not reach Deployment montage-ai/redis on TCP 6379 (trigger's address): NetworkPolicy montage-ai/default-deny (and 1 more) denies ingress, and no policy allows this",
        fix: "{ apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: { name: allow-ingress-tcp-6379, namespace: montage-ai }, spec: { podSelector: { matchLabels: { app: redis } }, policyTypes: [Ingress], ingress: [{ from: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: keda } }, podSelector: { matchLabels: { app: keda-operator, app.kubernetes.io/name: keda-operator } } }], ports: [{ protocol: TCP, port: 6379 }] }] } }",
      },
    ]);
    expect(parse(found[0]?.fix ?? "")).toMatchObject({
      kind: "NetworkPolicy",
      spec: { ingress: [{ ports: [{ protocol: "TCP", port: 6379 }] }] },
    });
  });

  test("a connection inside a namespace needs both sides", () => {
    const way =
      "Deployment montage-ai/worker does not reach Deployment montage-ai/redis on TCP 6379 (REDIS_HOST): NetworkPolicy montage-ai/default-deny";
    expect(said("network-reach-redis")).toEqual([
      `error Deployment montage-ai/worker: ${way} (and 1 more) denies egress, and no policy allows this`,
      `error Deployment montage-ai/worker: ${way} denies ingress, and no policy allows this`,
    ]);
  });

  // A label that older guides put on kube-system by hand; the cluster itself sets kubernetes.io/metadata.name only.
  test("kube-system is not called kube-system in a label `name`", () => {
    const way = "Deployment montage-ai/worker does not reach DNS (kube-system) on";
    const why =
      "(REDIS_HOST): NetworkPolicy montage-ai/default-deny (and 2 more) denies egress, and no policy allows this";
    expect(said("network-reach-dns")).toEqual([
      `error Deployment montage-ai/worker: ${way} UDP 53 ${why}`,
      `error Deployment montage-ai/worker: ${way} TCP 53 ${why}`,
    ]);
  });

  test("a way out of the app's namespace is data of the environment: the fix is an egress", () => {
    const [egress, ...others] = findingsIn("invalid", "network-reach-egress");
    expect(others).toEqual([]);
    expect(egress).toMatchObject({
      message:
        "Deployment montage-ai/worker does not reach litellm.llama-box-system.svc.cluster.local on TCP 4000 (OPENAI_API_BASE): NetworkPolicy montage-ai/default-deny (and 1 more) denies egress, and no policy allows this",
      fix: 'add it to applications[montage-ai].egresses in environments/staging.ts: { name: "<what for>", to: { kind: "namespace", namespace: "llama-box-system" }, ports: [4000] }',
    });
  });

  test("so is one to a host or an address outside the cluster", () => {
    expect(findingsIn("invalid", "network-reach-outside").map(({ fix }) => fix)).toEqual([
      'add it to applications[montage-ai].egresses in environments/staging.ts: { name: "<what for>", to: { kind: "host", host: "llm.models.example.com" }, ports: [8443] }',
      'add it to applications[montage-ai].egresses in environments/staging.ts: { name: "<what for>", to: { kind: "addresses", cidrs: ["192.0.2.7/32"] }, ports: [9091] }',
    ]);
  });

  test("DNS needs TCP as well", () => {
    expect(said("network-reach-dns-tcp")).toEqual([
      "error Deployment montage-ai/worker: Deployment montage-ai/worker does not reach DNS (kube-system) on TCP 53 (REDIS_HOST): NetworkPolicy montage-ai/default-deny (and 2 more) denies egress, and no policy allows this",
    ]);
  });

  test("ingress controller and Prometheus come from other namespaces", () => {
    const why =
      "NetworkPolicy montage-ai/default-deny (and 1 more) denies ingress, and no policy allows this";
    expect(said("network-reach-web")).toEqual([
      `error Ingress montage-ai/web: the ingress controller does not reach Deployment montage-ai/web on TCP 8080 (backend web): ${why}`,
      `error ServiceMonitor montage-ai/web: Prometheus (namespace monitoring) does not reach Deployment montage-ai/web on TCP 8080 (endpoints): ${why}`,
    ]);
  });

  test("what arrives at a node's port is no pod: a selector of all pods does not find it", () => {
    const [nodePort] = findingsIn("invalid", "network-reach-node-port");
    expect(nodePort?.message).toBe(
      "nodes and what is outside does not reach Deployment montage-ai/registry on TCP 5000 (type NodePort): NetworkPolicy montage-ai/default-deny (and 1 more) denies ingress, and no policy allows this",
    );
    expect(nodePort?.fix).toBe(
      "{ apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: { name: allow-ingress-tcp-5000, namespace: montage-ai }, spec: { podSelector: { matchLabels: { app: registry } }, policyTypes: [Ingress], ingress: [{ ports: [{ protocol: TCP, port: 5000 }] }] } }",
    );
  });

  test("a Redis without password must not be open to everybody", () => {
    expect(said("network-reach-open-redis")).toEqual([
      "error NetworkPolicy montage-ai/open-redis: opens Deployment montage-ai/redis on TCP 6379 to everybody, and it has no password: every pod of the cluster can read and change the queue",
    ]);
  });

  test("warns of a port that is open without need", () => {
    expect(said("network-reach-open-web")).toEqual([
      "warning NetworkPolicy montage-ai/open-web: opens Deployment montage-ai/web on TCP 8080 to everybody, and nothing outside its namespace is declared to need it",
    ]);
  });

  test("a namespace of ours without any policy is an error", () => {
    expect(said("network-reach-no-policy")).toEqual([
      "error Namespace montage-ai: namespace montage-ai has pods and no network policy: every pod of the cluster reaches them, and they reach everything",
    ]);
  });
});

describe("network-reach on foreign content", () => {
  const meta = (name: string) => ({ name, namespace: "apps" });
  const deployment = {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: meta("web"),
    spec: {
      template: {
        metadata: { labels: { app: "web" } },
        spec: {
          containers: [
            { name: "web", image: "nginx:1.27", ports: [{ name: "http", containerPort: 80 }] },
          ],
        },
      },
    },
  };
  const service = {
    apiVersion: "v1",
    kind: "Service",
    metadata: { ...meta("web"), labels: { app: "web" } },
    spec: { selector: { app: "web" }, ports: [{ name: "http", port: 80, targetPort: "http" }] },
  };
  const ingress = {
    apiVersion: "networking.k8s.io/v1",
    kind: "Ingress",
    metadata: meta("web"),
    spec: { defaultBackend: { service: { name: "web", port: { name: "http" } } } },
  };
  const policy = (spec: object) => ({
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    metadata: meta("policy"),
    spec: { podSelector: {}, ...spec },
  });
  const file: Place = { kind: "file", file: "app.yaml", line: 1 };

  function found(place: Place, ...objects: readonly Readonly<Record<string, unknown>>[]) {
    const { inventory } = readForeignObjects(objects.map((object) => ({ object, place })));
    return networkReach
      .check(inventory, undefined)
      .map(({ severity, object }) => `${severity} ${object}`);
  }

  test("no policy in a folder says nothing of the cluster", () => {
    expect(found(file, deployment, service, ingress)).toEqual([]);
  });

  test("a namespace that the folder makes is warned of once", () => {
    const namespace = { apiVersion: "v1", kind: "Namespace", metadata: { name: "apps" } };
    expect(found(file, namespace, deployment, { ...deployment, metadata: meta("b") })).toEqual([
      "warning Namespace apps",
    ]);
  });

  test("what is blocked is a warning in a folder and an error in a cluster", () => {
    const objects = [deployment, service, ingress, policy({})];
    expect(found(file, ...objects)).toEqual(["warning Ingress apps/web"]);
    expect(found({ kind: "cluster", context: "k3s" }, ...objects)).toEqual([
      "error Ingress apps/web",
    ]);
  });

  test.each([
    ["kube-system", []],
    ["traefik", []],
    ["apps", ["warning Ingress apps/web"]],
  ])("an ingress controller may be in %s or not", (name, expected) => {
    const namespaceSelector = { matchLabels: { "kubernetes.io/metadata.name": name } };
    const open = policy({ ingress: [{ from: [{ namespaceSelector }] }] });
    expect(found(file, deployment, service, ingress, open)).toEqual(expected);
  });

  // kube-prometheus: the policies name Prometheus in their own namespace.
  test.each([
    ["prometheus", []],
    ["grafana", ["warning ServiceMonitor apps/web"]],
  ])("Prometheus may be beside what it scrapes, let in as %s or not", (name, expected) => {
    const monitor = {
      apiVersion: "monitoring.coreos.com/v1",
      kind: "ServiceMonitor",
      metadata: meta("web"),
      spec: { selector: { matchLabels: { app: "web" } }, endpoints: [{ port: "http" }] },
    };
    const podSelector = { matchLabels: { "app.kubernetes.io/name": name } };
    const open = policy({ ingress: [{ from: [{ podSelector }] }] });
    expect(found(file, deployment, service, monitor, open)).toEqual(expected);
  });

  test("pods in the node's network are not held by policies", () => {
    const { template } = deployment.spec;
    const spec = { ...template.spec, hostNetwork: true };
    const onNode = { ...deployment, spec: { template: { ...template, spec } } };
    expect(found(file, onNode, service, ingress, policy({}))).toEqual([]);
  });
});
