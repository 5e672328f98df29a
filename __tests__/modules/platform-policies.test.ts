import { TerraformStack, Testing } from "cdktf";
import type { EnvironmentSpec } from "../../environments/schema";
import { PlatformPolicies } from "../../modules/network-policies/platform-policies";
import { montageAiAlone } from "../support/applications";
import { blocks, specOf, synthesize } from "../support/synth";

interface Policy {
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly spec: unknown;
}

/** Specs by namespace and name. */
function policies(spec: EnvironmentSpec): Record<string, unknown> {
  const stack = new TerraformStack(Testing.app(), "stack");
  new PlatformPolicies(stack, "network", {
    spec,
    namespaces: {
      keda: "keda",
      monitoring: "monitoring",
      externalSecrets: spec.vault && "external-secrets",
      system: "kube-system",
    },
  });
  const { resource } = JSON.parse(Testing.synth(stack));
  const found: Record<string, Policy> = resource.kubernetes_network_policy_v1;
  return Object.fromEntries(
    Object.values(found).map(({ metadata, spec: written }) => [
      `${metadata.namespace}/${metadata.name}`,
      written,
    ]),
  );
}

const staging = policies(specOf("staging"));
const production = policies(specOf("production"));
const tcp = (port: string) => ({ port, protocol: "TCP" });
const labels = (match_labels: Record<string, string>) => ({ match_labels });
const namespace = (name: string) => labels({ "kubernetes.io/metadata.name": name });
const NAMES = "app.kubernetes.io/name";

test("the namespaces of the platform's own parts deny everything", () => {
  for (const name of ["keda", "monitoring", "external-secrets"]) {
    expect(production[`${name}/default-deny`]).toEqual({
      pod_selector: {},
      policy_types: ["Ingress", "Egress"],
    });
  }
});

test("kube-system denies pods of our own releases alone", () => {
  const names = Object.keys(production).filter((name) => name.startsWith("kube-system/"));
  expect(names).toEqual(
    expect.arrayContaining([
      "kube-system/deny-metrics-server",
      "kube-system/deny-cluster-autoscaler",
      "kube-system/deny-device-plugin",
    ]),
  );
  for (const name of names) {
    expect(JSON.stringify(production[name])).toMatch(/"pod_selector":\{"match_labels":\{"/);
  }
  // k3s brings its own metrics-server.
  expect(Object.keys(staging).filter((name) => name.startsWith("kube-system/"))).toEqual([]);
});

test("KEDA's operator reaches Redis where it is, and no other pod", () => {
  expect(policies(montageAiAlone(specOf("local")))["keda/allow-operator-to-redis"]).toMatchObject({
    pod_selector: labels({ app: "keda-operator" }),
    egress: [
      {
        to: [
          {
            namespace_selector: namespace("montage-ai"),
            pod_selector: labels({ "app.kubernetes.io/component": "redis" }),
          },
        ],
        ports: [tcp("6379")],
      },
    ],
  });
  expect(policies(montageAiAlone(specOf("staging")))["keda/allow-operator-to-redis"]).toMatchObject(
    {
      egress: [{ to: [{ namespace_selector: namespace("default") }], ports: [tcp("6379")] }],
    },
  );
});

test("the API server reaches what it asks: external metrics and admission", () => {
  expect(staging["keda/allow-metrics-server-from-api-server"]).toMatchObject({
    ingress: [{ ports: [tcp("6443")] }],
  });
  expect(staging["keda/allow-webhooks-from-api-server"]).toMatchObject({
    ingress: [{ ports: [tcp("9443")] }],
  });
  expect(staging["external-secrets/allow-webhook-from-api-server"]).toMatchObject({
    pod_selector: labels({ [NAMES]: "external-secrets-webhook" }),
    ingress: [{ ports: [tcp("10250")] }],
  });
  expect(staging["monitoring/allow-operator-from-api-server"]).toMatchObject({
    ingress: [{ ports: [tcp("10250")] }],
  });
});

test("External Secrets reaches Vault at its port, and nothing else but the API server and names", () => {
  expect(staging["external-secrets/allow-controller-to-vault"]).toMatchObject({
    pod_selector: labels({ [NAMES]: "external-secrets" }),
    egress: [{ to: [{ ip_block: { cidr: "0.0.0.0/0" } }], ports: [tcp("8200")] }],
  });
  const spec = specOf("staging");
  const inside = {
    ...spec,
    vault: spec.vault && { ...spec.vault, server: "https://vault.vault.svc.cluster.local" },
  };
  expect(policies(inside)["external-secrets/allow-controller-to-vault"]).toMatchObject({
    egress: [{ to: [{ namespace_selector: namespace("vault") }], ports: [tcp("443")] }],
  });
});

test("Prometheus and Alertmanager are reached by those who ask them, and by nobody else", () => {
  const from = (...names: string[]) =>
    names.map((name) => ({ pod_selector: labels({ [NAMES]: name }) }));
  expect(production["monitoring/allow-prometheus-from-its-readers"]).toMatchObject({
    ingress: [
      { from: from("grafana", "prometheus", "prometheus-adapter"), ports: [tcp("9090")] },
      { from: from("prometheus"), ports: [tcp("8080")] },
    ],
  });
  expect(production["monitoring/allow-alertmanager-from-prometheus"]).toMatchObject({
    ingress: [
      { from: from("prometheus", "grafana"), ports: [tcp("9093")] },
      { from: from("prometheus"), ports: [tcp("8080")] },
    ],
  });
});

test("Alertmanager speaks to receivers: services on the internet, or a webhook that may be inside", () => {
  const to = "monitoring/allow-alertmanager-to-receivers";
  expect(JSON.stringify(staging[to])).toContain('"except":["10.0.0.0/8"');
  const spec = specOf("staging");
  const credential = { key: "montage-ai/alerts", property: "url" };
  const webhook = {
    kind: "webhook" as const,
    name: "hook",
    credential,
    severities: ["critical" as const],
  };
  const found = policies({ ...spec, alerts: { receivers: [webhook] } });
  expect(JSON.stringify(found[to])).not.toContain("except");
  expect(policies(specOf("local"))[to]).toBeUndefined();
});

test("the autoscaler gets its credentials from the node's agent and asks AWS", () => {
  expect(production["kube-system/allow-cluster-autoscaler"]).toMatchObject({
    pod_selector: labels({
      [NAMES]: "aws-cluster-autoscaler",
      "app.kubernetes.io/instance": "cluster-autoscaler",
    }),
    egress: expect.arrayContaining([
      { to: [{ ip_block: { cidr: "169.254.170.23/32" } }], ports: [tcp("80")] },
    ]),
  });
});

test("policies come before every release, so that no pod is open for a moment", () => {
  const platform = synthesize(specOf("local"))["platform"];
  const names = Object.keys(platform?.resource?.["kubernetes_network_policy_v1"] ?? {}).filter(
    (id) => id.startsWith("network_"),
  );
  expect(names.length).toBeGreaterThan(10);
  for (const release of blocks(platform, "helm_release")) {
    const before = JSON.stringify(release["depends_on"]);
    for (const name of names) expect(before).toContain(`kubernetes_network_policy_v1.${name}"`);
  }
});
