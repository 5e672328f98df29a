import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { EnvironmentSpec } from "../../environments/schema";
import { montageAiAlone } from "../support/applications";
import { blocks, specOf, synthesize, type StackJson } from "../support/synth";

function platform(spec: EnvironmentSpec): StackJson | undefined {
  return synthesize(spec)["platform"];
}

function releases(spec: EnvironmentSpec) {
  return new Map(
    blocks(platform(spec), "helm_release").map((release) => [String(release["name"]), release]),
  );
}

function switched(
  spec: EnvironmentSpec,
  switches: Partial<EnvironmentSpec["switches"]>,
): EnvironmentSpec {
  return { ...spec, switches: { ...spec.switches, ...switches } };
}

test.each([
  [
    "local",
    [
      "keda",
      "kube-prometheus-stack",
      "metrics-server",
      "prometheus-adapter",
      "prometheus-operator-crds",
    ],
  ],
  [
    "staging",
    [
      "external-secrets",
      "keda",
      "kube-prometheus-stack",
      "prometheus-adapter",
      "prometheus-operator-crds",
    ],
  ],
  [
    "production",
    [
      "cluster-autoscaler",
      "external-secrets",
      "keda",
      "kube-prometheus-stack",
      "metrics-server",
      "nvidia-device-plugin",
      "prometheus-adapter",
      "prometheus-operator-crds",
    ],
  ],
] as const)("%s installs what its switches say", (environment, charts) => {
  expect([...releases(specOf(environment)).keys()].sort()).toEqual(charts);
});

test("every release is pinned, waited for, undone when it fails, and takes nothing over", () => {
  for (const release of releases(specOf("production")).values()) {
    expect(release).toMatchObject({
      version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
      repository: expect.stringMatching(/^https:/),
      wait: true,
      atomic: true,
      cleanup_on_fail: true,
      create_namespace: false,
      timeout: 600,
    });
    expect(release).not.toHaveProperty("take_ownership");
  }
});

test("at destroy every namespace outlives every release", () => {
  const stack = platform(montageAiAlone(specOf("staging")));
  const namespaces = Object.keys(stack?.resource?.["kubernetes_namespace_v1"] ?? {});
  expect(namespaces).toHaveLength(5);
  for (const release of blocks(stack, "helm_release")) {
    expect(release["depends_on"]).toEqual(
      expect.arrayContaining(namespaces.map((id) => `kubernetes_namespace_v1.${id}`)),
    );
  }
});

test.each(["keda", "external-secrets", "kube-prometheus-stack"])(
  "%s comes after the CRDs of its ServiceMonitors",
  (chart) => {
    expect(releases(specOf("staging")).get(chart)?.["depends_on"]).toContainEqual(
      expect.stringMatching(/^helm_release\.prometheus-operator-crds_/),
    );
  },
);

// Deleting a namespace hangs while any aggregated API is away, and a switch is thrown when things are bad.
test("switching an add-on off removes its release and leaves its namespace", () => {
  const spec = specOf("local");
  const off = switched(spec, { addons: { ...spec.switches.addons, keda: false } });
  expect(releases(off).has("keda")).toBe(false);
  expect(JSON.stringify(blocks(platform(off), "kubernetes_namespace_v1"))).toContain('"keda"');
});

test("the registry stays while images come from GHCR, so that the way back finds what was pushed", () => {
  const spec = specOf("staging");
  const ghcr = platform(switched(spec, { images: "ghcr" }));
  expect(ghcr?.output).toHaveProperty("registry_pull_address");
  expect(ghcr?.resource).toEqual(platform(spec)?.resource);
});

test("an environment that describes no registry gets none", () => {
  expect(platform(specOf("production"))?.output).not.toHaveProperty("registry_pull_address");
});

test("the Prometheus address is an output whose namespace is that of the created one", () => {
  expect(platform(specOf("production"))?.output?.["prometheus_url"]?.["value"]).toMatch(
    /^http:\/\/kube-prometheus-stack-prometheus\.\$\{kubernetes_namespace_v1\..*\}\.svc:9090$/,
  );
});

test("a mirror replaces the repository of every chart", () => {
  const mirror = "oci://registry.example.com/charts";
  for (const release of releases(
    switched(specOf("production"), { chartMirror: mirror }),
  ).values()) {
    expect(release["repository"]).toBe(mirror);
  }
});

test("an empty mirror folder is one error that names every chart of the environment", () => {
  const chartMirror = mkdtempSync(path.join(tmpdir(), "charts-"));
  const charts = [
    "keda",
    "metrics-server",
    "prometheus-operator-crds",
    "kube-prometheus-stack",
    "prometheus-adapter",
  ];
  expect(() => synthesize(switched(specOf("local"), { chartMirror }))).toThrow(
    expect.objectContaining({
      issues: expect.arrayContaining(
        charts.map((chart) => expect.objectContaining({ path: `charts.${chart}` })),
      ),
    }),
  );
});
