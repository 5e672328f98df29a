import { chartPins } from "../../environments/chart-pins";
import { type ChartName, knownChart } from "../../addons";
import { readSynthesized } from "../../inventory/synthesized";
import { releasePins } from "../../rules/release-pins";
import { specOf } from "../support/synth";
import { findingsIn } from "./fixture";
import { foundIn } from "./manifests";

/** What is found in an invalid fixture, as `severity object message | fix`. */
function found(stem: string): readonly string[] {
  return findingsIn("invalid", stem).map(
    ({ severity, object, message, fix }) => `${severity} ${object} ${message} | ${fix}`,
  );
}

const KEDA = chartPins().keda.version;

describe("release-pins: versions", () => {
  test("refuses another version than charts.yaml has", () => {
    expect(findingsIn("invalid", "release-pins")).toEqual([
      {
        rule: "release-pins",
        severity: "error",
        object: "HelmRelease platform/keda",
        place: { kind: "terraform", stack: "staging-platform", address: "helm_release.keda" },
        message: `installs chart keda 2.20.1, but charts.yaml pins ${KEDA}`,
        fix: `version = "${KEDA}"`,
      },
    ]);
  });

  test("refuses a release without a version", () => {
    expect(found("release-pins-no-version")).toEqual([
      `error HelmRelease platform/keda installs chart keda without a version: each apply may install another one | version = "${KEDA}"`,
    ]);
  });

  test("refuses a range", () => {
    expect(found("release-pins-range")).toEqual([
      'error HelmRelease platform/metrics-server installs chart metrics-server in "~> 3.13", which is no exact version: each apply may install another one | version = "3.13.1"',
    ]);
  });

  test("accepts the environment's own version in place of the pin, and says so at every run", () => {
    const [finding, ...others] = findingsIn("invalid", "release-pins-rolled-back");
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      severity: "warning",
      message: `installs chart keda 2.20.1, and charts.yaml pins ${KEDA}: other environments have that one`,
      accepted: "chartVersions in environments/production.switches.json",
    });
  });

  test("tells the values that an environment has over the project's, at every run", () => {
    const [finding, ...others] = findingsIn("invalid", "release-pins-own-values");
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      severity: "warning",
      object: "HelmRelease platform/keda",
      message:
        'has values of its own over those of the project: operator.replicaCount 3, logging.operator.format "json", webhooks taken away',
      accepted: "platform.chartValues.keda in environments/production.ts",
    });
  });

  test("refuses the pinned version where the environment has its own", () => {
    expect(found("release-pins-not-the-environments-own")).toEqual([
      `error HelmRelease platform/keda installs chart keda ${KEDA}, but environments/production.switches.json says 2.20.1 | version = "2.20.1"`,
    ]);
  });

  test("warns of an own version that is the pinned one", () => {
    expect(found("release-pins-own-version-is-the-pin")).toEqual([
      `warning HelmRelease platform/keda has version ${KEDA} from chartVersions, which is what charts.yaml pins: the next raise of the pin would pass this environment by | remove chartVersions.keda from environments/production.switches.json`,
    ]);
  });

  test("refuses a chart that is not in charts.yaml", () => {
    expect(found("release-pins-unknown-chart")).toEqual([
      "error HelmRelease platform/argo-cd installs chart argo-cd, which charts.yaml does not pin: Renovate does not see its new versions | add argo-cd with repository and version 9.1.0 to charts.yaml, and its object to addons/",
    ]);
  });
});

describe("release-pins: Kubernetes", () => {
  test("refuses a cluster newer than the project tests", () => {
    expect(found("release-pins-kubernetes-too-new")).toEqual([
      `error HelmRelease platform/keda installs chart keda ${KEDA}, which is tested on Kubernetes 1.34 to 1.36 (https://github.com/kedacore/keda/blob/v2.21.0/.github/workflows/template-versions-smoke-tests.yml); the cluster is 1.38 | pin a version of keda that is tested on 1.38, or accept it by name in environments/staging.ts`,
    ]);
  });

  test("refuses a cluster older than the projects test, with or without an end of their range", () => {
    expect(found("release-pins-kubernetes-too-old")).toEqual([
      `error HelmRelease platform/keda installs chart keda ${KEDA}, which is tested on Kubernetes 1.34 to 1.36 (https://github.com/kedacore/keda/blob/v2.21.0/.github/workflows/template-versions-smoke-tests.yml); the cluster is 1.30 | pin a version of keda that is tested on 1.30, or accept it by name in environments/production.ts`,
      "error HelmRelease platform/metrics-server installs chart metrics-server 3.13.1, which is tested on Kubernetes 1.31 and newer (https://github.com/kubernetes-sigs/metrics-server#compatibility-matrix); the cluster is 1.30 | pin a version of metrics-server that is tested on 1.30, or accept it by name in environments/production.ts",
    ]);
  });

  test("says where Helm itself would refuse", () => {
    expect(found("release-pins-helm-refuses")).toEqual([
      "error HelmRelease platform/kube-prometheus-stack cannot be installed: chart kube-prometheus-stack 88.5.3 is for Kubernetes 1.25 and newer, the cluster is 1.24 | raise cluster.kubernetesVersion in environments/production.ts, or pin an older chart",
    ]);
  });

  test("warns of a series that nobody looked up", () => {
    expect(found("release-pins-series-not-known")).toContain(
      "warning HelmRelease platform/keda installs chart keda 2.29.0; which Kubernetes it is for is known of 2.21 and 2.20 only | look it up at https://github.com/kedacore/keda/blob/v2.21.0/.github/workflows/template-versions-smoke-tests.yml, and write it into its object in addons/",
    );
  });

  test.each(Object.entries(chartPins()).filter(([chart]) => chart !== "cluster-autoscaler"))(
    "knows the series of %s that is pinned",
    (chart, { version }) => {
      expect(version.startsWith(`${knownChart(chart)?.support?.[0]?.series}.`)).toBe(true);
    },
  );

  test("refuses a cluster-autoscaler of another minor than the cluster", () => {
    expect(found("release-pins-autoscaler-of-another-minor")).toEqual([
      "error HelmRelease platform/cluster-autoscaler runs cluster-autoscaler v1.34.5 on Kubernetes 1.35: it simulates another scheduler than the cluster has | set image.tag to a release v1.35.<patch>",
    ]);
  });

  test("refuses a cluster-autoscaler whose image the chart chooses", () => {
    expect(found("release-pins-autoscaler-of-the-charts-choice")).toEqual([
      "error HelmRelease platform/cluster-autoscaler runs cluster-autoscaler of the chart's own choice on Kubernetes 1.35: it simulates another scheduler than the cluster has | set image.tag to a release v1.35.<patch>",
    ]);
  });
});

describe("release-pins: CRDs", () => {
  // The three charts name the value differently.
  test("refuses CRDs that go with their chart, where the environment keeps them", () => {
    expect(found("release-pins-crds-go-with-the-chart")).toEqual([
      'error HelmRelease platform/keda brings its CRDs as templates, and platform.crdsOnUninstall is keep: uninstalling it deletes them, and with them every custom resource of keda.sh | set the chart\'s value crds.additionalAnnotations to {"helm.sh/resource-policy": "keep"}',
      'error HelmRelease platform/external-secrets brings its CRDs as templates, and platform.crdsOnUninstall is keep: uninstalling it deletes them, and with them every custom resource of external-secrets.io | set the chart\'s value crds.annotations to {"helm.sh/resource-policy": "keep"}',
      'error HelmRelease platform/prometheus-operator-crds brings its CRDs as templates, and platform.crdsOnUninstall is keep: uninstalling it deletes them, and with them every custom resource of monitoring.coreos.com | set the chart\'s value crds.annotations to {"helm.sh/resource-policy": "keep"}',
    ]);
  });

  test("refuses a custom resource in the stack of its CRD", () => {
    expect(findingsIn("invalid", "release-pins-custom-resource-in-the-charts-stack")).toEqual([
      {
        rule: "release-pins",
        severity: "error",
        object: "TriggerAuthentication montage-ai/redis",
        place: {
          kind: "terraform",
          stack: "staging-platform",
          address: "kubernetes_manifest.redis",
        },
        message:
          "is in the same stack as HelmRelease platform/keda, which brings its CRD: it cannot be planned while the kind is not there, nor removed once the operator is gone",
        fix: "declare it in a stack after staging-platform, such as an application's",
      },
    ]);
  });

  test("refuses a custom resource in an earlier stack than its CRD", () => {
    expect(found("release-pins-custom-resource-before-the-chart")).toEqual([
      "error ClusterSecretStore vault is in stack staging-storage, before HelmRelease platform/external-secrets in staging-platform, which brings its CRD: it cannot be planned while the kind is not there, nor removed once the operator is gone | declare it in a stack after staging-platform, such as an application's",
    ]);
  });

  test("refuses CRDs of another Prometheus operator than the one that runs", () => {
    expect(found("release-pins-two-prometheus-operators")).toContain(
      "error HelmRelease platform/prometheus-operator-crds brings the CRDs of Prometheus operator v0.93.1, but HelmRelease platform/kube-prometheus-stack runs v0.93.0: fields that the CRDs do not know are dropped | pin two charts of one appVersion in charts.yaml",
    );
  });

  test("warns of charts whose Prometheus operator nobody looked up", () => {
    expect(found("release-pins-prometheus-operator-not-known")).toContain(
      "warning HelmRelease platform/prometheus-operator-crds and HelmRelease platform/kube-prometheus-stack must be of one Prometheus operator, and the appVersion of kube-prometheus-stack 88.5.9 is not known | write the appVersion of its Chart.yaml into its object in addons/",
    );
  });

  test("the two pinned charts are of one Prometheus operator", () => {
    const pins = chartPins();
    const of = (chart: ChartName) =>
      knownChart(chart)?.crds?.operatorVersions?.[pins[chart].version];
    expect(of("prometheus-operator-crds")).toBeDefined();
    expect(of("prometheus-operator-crds")).toBe(of("kube-prometheus-stack"));
  });
});

describe("release-pins: a plan of no environment", () => {
  const plan = (release: object) =>
    releasePins
      .check(
        readSynthesized([
          {
            name: "theirs",
            json: { resource: { helm_release: { x: { name: "x", ...release } } } },
          },
        ]),
        undefined,
      )
      .map(({ severity, message }) => `${severity} ${message}`);

  test("is warned of a release without a version", () => {
    expect(plan({ chart: "argo-cd", repository: "https://argoproj.github.io/argo-helm" })).toEqual([
      "warning installs chart argo-cd without a version: each apply may install another one",
    ]);
  });

  test.each([
    [
      "any exact version",
      { chart: "keda", repository: "https://kedacore.github.io/charts", version: "v2.1.0" },
    ],
    ["a chart in a folder, which has its version there", { chart: "./charts/keda" }],
    ["CRDs that go with their chart", { chart: "keda", version: KEDA, values: [] }],
  ])("may have %s", (_, release) => {
    expect(plan(release)).toEqual([]);
  });
});

describe("release-pins: releases that no Terraform installs", () => {
  const application = (revision: string) => `
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: keda, namespace: argocd }
spec: { source: { repoURL: "https://kedacore.github.io/charts", chart: keda${revision} } }
`;
  const flux = (version: string) => `
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: web, namespace: apps }
spec: { chart: { spec: { chart: web${version}, sourceRef: { kind: HelmRepository, name: r } } } }
`;

  test("are warned of where any version may come, each in its own words", () => {
    expect(foundIn(releasePins, `${application("")}---${flux(', version: ">=1.0.0"')}`)).toEqual([
      `warning Application argocd/keda: installs chart keda in "*", which is no exact version: each apply may install another one | targetRevision: "${chartPins().keda.version}"`,
      'warning HelmRelease apps/web: installs chart web in ">=1.0.0", which is no exact version: each apply may install another one | version: "<major>.<minor>.<patch>"',
    ]);
  });

  test("may have an exact version, also one that charts.yaml does not pin", () => {
    const exact = `${application(", targetRevision: 2.20.2")}---${flux(", version: 1.2.3")}`;
    expect(foundIn(releasePins, exact)).toEqual([]);
    expect(foundIn(releasePins, flux(", version: 1.2.3"), { spec: specOf("staging") })).toEqual([]);
  });
});
