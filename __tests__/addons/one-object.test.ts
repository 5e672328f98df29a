import type * as Fs from "node:fs";
import { CRDS_IN_TEMPLATES } from "../../addons";
import type * as List from "../../addons/list";
import { environmentName } from "../../environments";
import type * as Pins from "../../environments/chart-pins";
import type { EnvironmentSpec } from "../../environments/schema";
import { switches } from "../../environments/schema/switches";
import { installedCharts } from "../../environments/switched";
import { validate } from "../../environments/validate";
import { metricsApisOf } from "../../inventory/releases/metrics-apis";
import { readSynthesized } from "../../inventory/synthesized";
import { chartPods } from "../../rules/capacity/chart-pods";
import { changedSpec } from "../support/changed-spec";
import type * as Sample from "../support/sample-addon";
import { blocks, specOf, synthesize } from "../support/synth";

jest.mock("../../addons/list", () => {
  const { CHARTS } = jest.requireActual<typeof List>("../../addons/list");
  const { sampleAddon } = jest.requireActual<typeof Sample>("../support/sample-addon");
  return { CHARTS: [sampleAddon, ...CHARTS] };
});
jest.mock("../../environments/chart-pins", () => {
  const actual = jest.requireActual<typeof Pins>("../../environments/chart-pins");
  const { readFileSync } = jest.requireActual<typeof Fs>("node:fs");
  const pin = "  sample:\n    repository: https://charts.example.org\n    version: 1.2.3\n";
  return {
    ...actual,
    chartPins: () => actual.parseChartPins(`${readFileSync("charts.yaml", "utf8")}${pin}`),
  };
});

const off = specOf("local");
const on = changedSpec(off, { "switches.addons.sample": true });

function issuesOf(spec: EnvironmentSpec) {
  const result = validate(environmentName(spec.name), spec);
  return result.ok ? [] : result.issues;
}

describe("an object in addons/ is enough for", () => {
  const platform = synthesize(on)["platform"];
  const release = blocks(platform, "helm_release").find(({ name }) => name === "sample");

  test("its switch: off where a file says nothing, and on where it says so", () => {
    const said = { ...off.switches, addons: { ...off.switches.addons } };
    Reflect.deleteProperty(said.addons, "sample");
    expect(switches.parse(said).addons).toMatchObject({ sample: false, keda: true });
    expect(installedCharts(off)).not.toContain("sample");
    expect(installedCharts(on)).toContain("sample");
    expect(issuesOf(on)).toEqual([]);
  });

  test("a switch that each environment has to say is still missed where it is not said", () => {
    const [issue] = issuesOf(changedSpec(off, { "switches.addons.keda": undefined }));
    expect(issue).toMatchObject({ path: "addons.keda" });
  });

  test("what it needs, and the clusters that it is for", () => {
    expect(issuesOf(changedSpec(on, { "switches.addons.keda": false }))).toEqual([
      expect.objectContaining({
        path: "addons.sample",
        message: "has nothing to look at while KEDA is off",
        fix: "set it to false, or keda to true",
      }),
    ]);
    const onEks = changedSpec(specOf("production"), { "switches.addons.sample": true });
    expect(issuesOf(onEks)).toEqual([
      expect.objectContaining({ message: "is for clusters of machines; this cluster is eks" }),
    ]);
  });

  test("its release at the pinned version, after what it names, listed first or not", () => {
    expect(release).toMatchObject({ chart: "sample", version: "1.2.3" });
    expect(JSON.stringify(release?.["depends_on"])).toContain("prometheus-operator-crds");
  });

  test("its own namespace, as strict as it says, which comes and goes with it", () => {
    const namespaces = JSON.stringify(blocks(platform, "kubernetes_namespace_v1"));
    expect(namespaces).toContain('"sample-system"');
    expect(namespaces).toContain('"pod-security.kubernetes.io/enforce":"restricted"');
    expect(JSON.stringify(synthesize(off)["platform"])).not.toContain("sample-system");
    expect(release?.["namespace"]).toMatch(/^\$\{kubernetes_namespace_v1\./);
  });

  test("that no application may be in its namespace, on or off", () => {
    const issues = issuesOf(changedSpec(off, { "applications.0.namespace": "sample-system" }));
    expect(issues).toContainEqual(
      expect.objectContaining({
        message: expect.stringContaining("is the namespace of add-on sample"),
      }),
    );
  });

  test("its network policies and the bounds of its account, which come before its release", () => {
    const before = JSON.stringify(release?.["depends_on"]);
    expect(before).toContain("network_sample-system_default-deny");
    expect(before).toContain("network_sample-system_allow-kubernetes-api");
    expect(before).toContain("sample-guard_policy");
    expect(JSON.stringify(platform?.resource?.["kubernetes_manifest"])).toContain(
      "system:serviceaccount:sample-system:sample",
    );
  });

  test("its pods in the capacity, its metrics API, its CRDs", () => {
    const { helmReleases } = readSynthesized([{ name: "local-platform", json: platform }]);
    const [found] = helmReleases.filter(({ chart }) => chart === "sample");
    if (found === undefined) throw new Error("no release");
    expect(chartPods(found, { requests: {}, limits: {} })).toMatchObject([
      { name: expect.stringContaining("Deployment sample of "), count: 1 },
    ]);
    expect(metricsApisOf(found)).toMatchObject([{ api: "v1beta1.custom.metrics.k8s.io" }]);
    expect(CRDS_IN_TEMPLATES).toContain("sample");
  });

  test("values of one environment: kept ones are refused, others go over its own", () => {
    const values = (sample: object) => changedSpec(on, { "platform.chartValues": { sample } });
    expect(issuesOf(values({ mode: "none" }))).toEqual([
      expect.objectContaining({ path: "platform.chartValues.sample.mode" }),
    ]);
    expect(issuesOf(values({ replicas: 3 }))).toEqual([]);
    const changed = synthesize(values({ replicas: 3 }))["platform"];
    const other = blocks(changed, "helm_release").find(({ name }) => name === "sample");
    expect(JSON.stringify(other?.["values"])).toContain('\\"replicas\\":3');
  });
});
