import { clusterAutoscalerValues } from "../../modules/addons/cluster-autoscaler";
import { externalSecretsValues } from "../../modules/addons/external-secrets";
import { kedaValues } from "../../modules/addons/keda";
import {
  kubePrometheusStackValues,
  prometheusOperatorCrdsValues,
} from "../../modules/addons/kube-prometheus-stack";
import { metricsServerValues } from "../../modules/addons/metrics-server";
import { prometheusAdapterValues } from "../../modules/addons/prometheus-adapter";
import { eks } from "../support/pools";
import { specOf } from "../support/synth";
import { withApplication } from "../support/applications";

const keep = { "helm.sh/resource-policy": "keep" };

test("CRDs outlive their charts in production, and go with them in local", () => {
  const [production, local] = [specOf("production"), specOf("local")];
  expect(kedaValues(production)).toMatchObject({ crds: { additionalAnnotations: keep } });
  expect(externalSecretsValues(production)).toMatchObject({ crds: { annotations: keep } });
  expect(prometheusOperatorCrdsValues(production)).toEqual({ crds: { annotations: keep } });
  expect(kedaValues(local)).toMatchObject({ crds: { additionalAnnotations: {} } });
  expect(prometheusOperatorCrdsValues(local)).toEqual({ crds: { annotations: {} } });
});

test("KEDA has two of each and a budget under the chart's own spelling where high availability is asked for", () => {
  expect(kedaValues(specOf("production"))).toMatchObject({
    operator: { replicaCount: 2 },
    metricsServer: { replicaCount: 2 },
    webhooks: { replicaCount: 2 },
    podDisruptionBudget: {
      operator: { minAvailable: 1 },
      metricServer: { minAvailable: 1 },
      webhooks: { minAvailable: 1 },
    },
  });
  expect(kedaValues(specOf("staging"))).toMatchObject({
    operator: { replicaCount: 1 },
    podDisruptionBudget: {},
  });
});

test("no ServiceMonitor is asked for while kube-prometheus-stack is off", () => {
  const spec = specOf("staging");
  const without = {
    ...spec,
    switches: {
      ...spec.switches,
      addons: { ...spec.switches.addons, "kube-prometheus-stack": false },
    },
  };
  expect(JSON.stringify(kedaValues(without))).not.toContain('"serviceMonitor":{"enabled":true}');
  expect(JSON.stringify(kedaValues(spec))).toContain('"serviceMonitor":{"enabled":true}');
  expect(externalSecretsValues(without)).toMatchObject({ serviceMonitor: { enabled: false } });
});

test("kubelet certificates are trusted unseen on a kubeconfig cluster only", () => {
  expect(metricsServerValues(specOf("local"))).toMatchObject({ args: ["--kubelet-insecure-tls"] });
  expect(metricsServerValues(specOf("production"))).toMatchObject({ args: [], replicas: 2 });
});

test("Prometheus sees the monitors of other releases, keeps samples as long as asked, on a volume in production only", () => {
  expect(kubePrometheusStackValues(specOf("production"), "monitoring")).toMatchObject({
    crds: { enabled: false },
    prometheus: {
      prometheusSpec: {
        replicas: 2,
        retention: "15d",
        serviceMonitorSelectorNilUsesHelmValues: false,
        ruleSelectorNilUsesHelmValues: false,
        podMonitorSelectorNilUsesHelmValues: false,
        storageSpec: { volumeClaimTemplate: { spec: { storageClassName: "gp3" } } },
      },
    },
  });
  expect(JSON.stringify(kubePrometheusStackValues(specOf("local"), "monitoring"))).not.toContain(
    "storageSpec",
  );
});

test("Alertmanager takes AlertmanagerConfigs: those of its own namespace see all alerts, others their own", () => {
  const values = kubePrometheusStackValues(specOf("staging"), "monitoring");
  expect(values).toHaveProperty(
    "alertmanager.alertmanagerSpec.alertmanagerConfigMatcherStrategy.type",
    "OnNamespaceExceptForAlertmanagerNamespace",
  );
  expect(values).toHaveProperty("prometheus.prometheusSpec.externalLabels.environment", "staging");
});

// The autoscaler can't start a node in the zone of an EBS volume, unless a group is for that zone alone.
test("Prometheus stays on web nodes where its volume is an EBS volume, and runs anywhere without one", () => {
  const spec = specOf("production");
  const nodeSelector = "prometheus.prometheusSpec.nodeSelector";
  expect(kubePrometheusStackValues(spec, "monitoring")).toHaveProperty(nodeSelector, {
    "node-role.fluxibri.ai/web": "true",
  });
  const without = { ...spec, platform: { ...spec.platform, metricsStorage: undefined } };
  for (const free of [without, specOf("staging"), specOf("local")]) {
    expect(kubePrometheusStackValues(free, "monitoring")).not.toHaveProperty(nodeSelector);
  }
});

// The operator makes this Service itself: in kube-system it would outlive a destroy.
test("the kubelet Service is in a namespace of ours, and its monitor looks there", () => {
  expect(kubePrometheusStackValues(specOf("local"), "monitoring")).toMatchObject({
    kubelet: { namespace: "monitoring" },
    prometheusOperator: { kubeletService: { namespace: "monitoring" } },
  });
});

test("prometheus-adapter serves custom metrics and neither external nor resource metrics", () => {
  const values = prometheusAdapterValues(specOf("production"), "monitoring");
  expect(values).toMatchObject({
    prometheus: { url: "http://kube-prometheus-stack-prometheus.monitoring.svc", port: 9090 },
    rules: { default: false, external: [] },
  });
  expect(JSON.stringify(values)).not.toContain('"resource":{"cpu"');
  expect(values).not.toHaveProperty("rules.resource");
  expect(values).toHaveProperty("rules.custom.0.name.as", "network_receive_bytes_per_second");
});

describe("cluster-autoscaler", () => {
  test("lets a drained worker finish the longest job", () => {
    expect(clusterAutoscalerValues(specOf("production"), eks())).toMatchObject({
      extraArgs: { "max-graceful-termination-sec": 1950 },
    });
  });

  test("waits for the second boot of a MIG node, and no longer than usual where there is none", () => {
    const patience = ["extraArgs", "max-node-provision-time"];
    const spec = specOf("production");
    const withoutMig = {
      ...eks(),
      pools: eks().pools.filter(({ gpu }) => gpu?.sharing !== "mig"),
    };
    expect(withoutMig.pools.length).toBeLessThan(eks().pools.length);
    expect(clusterAutoscalerValues(spec, eks())).toHaveProperty(patience, "25m");
    expect(clusterAutoscalerValues(spec, withoutMig)).not.toHaveProperty(patience);
  });

  test("is of the cluster's minor version, and uses the service account that has the role", () => {
    expect(clusterAutoscalerValues(specOf("production"), eks())).toMatchObject({
      image: { tag: "v1.35.2" },
      rbac: { serviceAccount: { name: "cluster-autoscaler" } },
      autoDiscovery: { clusterName: "fluxibri-production" },
      awsRegion: "eu-central-1",
    });
  });

  test("an unknown minor version is an error that lists the known ones", () => {
    const cluster = { ...eks(), kubernetesVersion: "1.99" };
    expect(() => clusterAutoscalerValues(specOf("production"), cluster)).toThrow(
      /1\.99[\s\S]*1\.35, 1\.36/,
    );
  });
});

describe("rights", () => {
  it("KEDA's operator is bound to the workload's namespace, scales no kind of its own choice and reads no Secret there", () => {
    for (const name of ["local", "staging", "production"]) {
      expect(kedaValues(specOf(name))).toMatchObject({
        watchNamespace: "montage-ai",
        rbac: { enabledCustomScaledRefKinds: false },
        permissions: { operator: { restrict: { secret: true } } },
      });
    }
  });

  it("KEDA reads Secrets beside the ScaledObject where one holds Redis' password", () => {
    const spec = specOf("local");
    const password = { secretName: "redis-auth", key: "password" };
    const reader = { username: "reader", password };
    for (const login of [{ password }, { reader }]) {
      expect(
        kedaValues(withApplication(spec, { redis: { kind: "managed", ...login } })),
      ).toMatchObject({
        watchNamespace: "montage-ai",
        permissions: { operator: { restrict: { secret: false } } },
      });
    }
  });

  it("External Secrets makes no tokens and processes the two kinds that are used", () => {
    expect(externalSecretsValues(specOf("production"))).toMatchObject({
      rbac: { serviceAccountTokenCreate: false, aggregateToEdit: false, aggregateToAdmin: false },
      processSecretStore: false,
      processPushSecret: false,
      processClusterPushSecret: false,
      processClusterExternalSecret: false,
      processClusterGenerator: false,
    });
    expect(externalSecretsValues(specOf("production"))).not.toHaveProperty("processClusterStore");
  });

  it("kube-state-metrics does not read the Secrets that it would only count", () => {
    expect(kubePrometheusStackValues(specOf("staging"), "monitoring")).toMatchObject({
      "kube-state-metrics": { collectorsExclude: ["secrets"] },
    });
  });
});
