import { chartValues } from "../../../environments/chart-values";
import { changedSpec } from "../../support/changed-spec";
import { issuesWith } from "../../support/issues-with";
import { specOf } from "../../support/synth";

const issuesOf = (values: object, environment = "staging") =>
  issuesWith(environment, { "platform.chartValues": values });

describe("values of charts in one environment", () => {
  test("are valid where this project neither keeps the value nor knows it to be another", () => {
    const values = {
      keda: {
        operator: { replicaCount: 3 },
        resources: { operator: { requests: { cpu: "250m" }, limits: { memory: "512Mi" } } },
        logging: { operator: { level: "debug" } },
        webhooks: null,
      },
      "kube-prometheus-stack": {
        prometheus: {
          prometheusSpec: {
            scrapeInterval: "60s",
            tolerations: [{ key: "gpu", operator: "Exists" }],
            nodeSelector: { "kubernetes.io/arch": "amd64" },
          },
        },
        alertmanager: { enabled: false },
      },
    };
    expect(issuesOf(values)).toEqual([]);
  });

  test("go over those of this project: mappings are merged, lists replaced, and null takes away", () => {
    const spec = changedSpec(specOf("production"), {
      "platform.chartValues": {
        keda: { operator: { replicaCount: 3 }, webhooks: null },
        "metrics-server": { args: ["--v=2"] },
      },
    });
    expect(chartValues(spec, "keda", "keda")).toMatchObject({
      operator: { replicaCount: 3 },
      metricsServer: { replicaCount: 2 },
      watchNamespace: spec.applications.map(({ namespace }) => namespace).join(","),
      webhooks: null,
    });
    expect(chartValues(spec, "metrics-server", "kube-system")).toMatchObject({
      args: ["--v=2"],
      replicas: 2,
    });
  });

  test.each([
    ["keda", { watchNamespace: "" }, "watchNamespace"],
    ["keda", { rbac: null }, "rbac"],
    ["keda", { permissions: { operator: { restrict: { secret: false } } } }, "permissions"],
    ["keda", { crds: { additionalAnnotations: null } }, "crds"],
    ["external-secrets", { processPushSecret: true }, "processPushSecret"],
    ["prometheus-adapter", { rules: { resource: { cpu: {}, window: "1m" } } }, "rules.resource"],
    // A list, or null, in the place of the mapping that a kept value is in.
    ["prometheus-adapter", { rules: [] }, "rules.default"],
    ["kube-prometheus-stack", { grafana: { "grafana.ini": null } }, "grafana.grafana\\.ini"],
    ["kube-prometheus-stack", { grafana: null }, "grafana.sidecar"],
    ["keda", { nameOverride: "scaler" }, "nameOverride"],
    ["csi-driver-nfs", { controller: { defaultOnDeletePolicy: "delete" } }, "controller.default"],
  ])("of %s %j are refused: this project keeps %s", (chart, values, kept) => {
    const issues = issuesOf({ [chart]: values });
    expect(issues).toHaveLength(1);
    expect(issues[0]).toMatchObject({
      file: "environments/staging.ts",
      path: expect.stringContaining(`platform.chartValues.${chart}.`),
      message: expect.stringContaining(`is kept by this project: with another value ${chart} `),
      fix: expect.stringContaining(kept),
    });
  });

  test("beside a kept value are not refused", () => {
    expect(
      issuesOf({
        "prometheus-adapter": { rules: { custom: [] } },
        "kube-prometheus-stack": { grafana: { resources: { limits: { memory: "1Gi" } } } },
        "csi-driver-nfs": { controller: {} },
      }),
    ).toEqual([]);
  });

  test.each([
    ["keda", { operator: { replicaCount: "two" } }, "write a whole number"],
    ["keda", { operator: { replicaCount: -1 } }, "write a whole number"],
    ["keda", { resources: { operator: { requests: { cpu: "lots" } } } }, 'e.g. "250m"'],
    ["keda", { resources: { operator: { limits: { memory: 512 } } } }, "with its unit"],
    ["keda", { resources: { operator: { limits: { memory: "512m" } } } }, "with its unit"],
    ["keda", { operator: 2 }, "write a mapping, or null to take it away"],
    ["keda", { image: { pullPolicy: ["Always"] } }, "write a text, or null to take it away"],
    ["keda", { image: { pullPolicy: { is: "x" } } }, "write a text, or null to take it away"],
    ["keda", { tolerations: { key: "gpu" } }, "write a list of tolerations"],
    ["keda", { tolerations: {} }, "write a list of tolerations"],
    ["keda", { nodeSelector: "amd64" }, "write a mapping of labels"],
    ["metrics-server", { args: "--v=2" }, "write a list, or null to take it away"],
    ["kube-prometheus-stack", { alertmanager: { enabled: "no" } }, "write true or false"],
    [
      "kube-prometheus-stack",
      { prometheusOperator: { tolerations: [{ key: "gpu", operator: "Is" }] } },
      "write a list of tolerations",
    ],
    [
      "kube-prometheus-stack",
      { prometheusOperator: { nodeSelector: { "kubernetes.io/arch": true } } },
      'write a text, e.g. "true"',
    ],
  ])("of %s %j are refused: they are not what goes there", (chart, values, fix) => {
    const environment = chart === "metrics-server" ? "production" : "staging";
    expect(issuesOf({ [chart]: values }, environment)).toEqual([
      expect.objectContaining({ fix: expect.stringContaining(fix) }),
    ]);
  });

  test("of a chart that is not installed, or that is none, are refused", () => {
    expect(issuesOf({ "cluster-autoscaler": { replicaCount: 3 } })).toEqual([
      expect.objectContaining({
        path: "platform.chartValues.cluster-autoscaler",
        message: "have no effect: cluster-autoscaler is not installed here",
      }),
    ]);
    expect(issuesOf({ kedda: {} })).toEqual([
      expect.objectContaining({ path: "platform.chartValues.kedda", fix: 'write "keda"' }),
    ]);
  });
});
