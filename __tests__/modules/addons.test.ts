import { valuesOf } from "../support/addon-values";
import { eks } from "../support/pools";
import { specOf } from "../support/synth";
import { withApplication } from "../support/applications";

const keep = { "helm.sh/resource-policy": "keep" };

test("CRDs outlive their charts in production, and go with them in local", () => {
  const [production, local] = [specOf("production"), specOf("local")];
  expect(valuesOf("keda", production)).toMatchObject({ crds: { additionalAnnotations: keep } });
  expect(valuesOf("external-secrets", production)).toMatchObject({ crds: { annotations: keep } });
  expect(valuesOf("prometheus-operator-crds", production)).toEqual({ crds: { annotations: keep } });
  expect(valuesOf("keda", local)).toMatchObject({ crds: { additionalAnnotations: {} } });
  expect(valuesOf("prometheus-operator-crds", local)).toEqual({ crds: { annotations: {} } });
});

test("KEDA has two of each and a budget under the chart's own spelling where high availability is asked for", () => {
  expect(valuesOf("keda", specOf("production"))).toMatchObject({
    operator: { replicaCount: 2 },
    metricsServer: { replicaCount: 2 },
    webhooks: { replicaCount: 2 },
    podDisruptionBudget: {
      operator: { minAvailable: 1 },
      metricServer: { minAvailable: 1 },
      webhooks: { minAvailable: 1 },
    },
  });
  expect(valuesOf("keda", specOf("staging"))).toMatchObject({
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
  expect(JSON.stringify(valuesOf("keda", without))).not.toContain(
    '"serviceMonitor":{"enabled":true}',
  );
  expect(JSON.stringify(valuesOf("keda", spec))).toContain('"serviceMonitor":{"enabled":true}');
  expect(valuesOf("external-secrets", without)).toMatchObject({
    serviceMonitor: { enabled: false },
  });
});

test("kubelet certificates are trusted unseen on a kubeconfig cluster only", () => {
  expect(valuesOf("metrics-server", specOf("local"))).toMatchObject({
    args: ["--kubelet-insecure-tls"],
  });
  expect(valuesOf("metrics-server", specOf("production"))).toMatchObject({ args: [], replicas: 2 });
});

test("Prometheus sees the monitors of other releases, keeps samples as long as asked, on a volume in production only", () => {
  expect(valuesOf("kube-prometheus-stack", specOf("production"))).toMatchObject({
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
  expect(JSON.stringify(valuesOf("kube-prometheus-stack", specOf("local")))).not.toContain(
    "storageSpec",
  );
});

test("Alertmanager takes AlertmanagerConfigs: those of its own namespace see all alerts, others their own", () => {
  const values = valuesOf("kube-prometheus-stack", specOf("staging"));
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
  expect(valuesOf("kube-prometheus-stack", spec)).toHaveProperty(nodeSelector, {
    "node-role.fluxibri.ai/web": "true",
  });
  const without = { ...spec, platform: { ...spec.platform, metricsStorage: undefined } };
  for (const free of [without, specOf("staging"), specOf("local")]) {
    expect(valuesOf("kube-prometheus-stack", free)).not.toHaveProperty(nodeSelector);
  }
});

// The operator makes this Service itself: in kube-system it would outlive a destroy.
test("the kubelet Service is in a namespace of ours, and its monitor looks there", () => {
  expect(valuesOf("kube-prometheus-stack", specOf("local"))).toMatchObject({
    kubelet: { namespace: "monitoring" },
    prometheusOperator: { kubeletService: { namespace: "monitoring" } },
  });
});

test("prometheus-adapter serves custom metrics and neither external nor resource metrics", () => {
  const values = valuesOf("prometheus-adapter", specOf("production"));
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
    expect(valuesOf("cluster-autoscaler", specOf("production"))).toMatchObject({
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
    expect(valuesOf("cluster-autoscaler", spec)).toHaveProperty(patience, "25m");
    expect(valuesOf("cluster-autoscaler", { ...spec, cluster: withoutMig })).not.toHaveProperty(
      patience,
    );
  });

  test("is of the cluster's minor version, and uses the service account that has the role", () => {
    expect(valuesOf("cluster-autoscaler", specOf("production"))).toMatchObject({
      image: { tag: "v1.35.2" },
      rbac: { serviceAccount: { name: "cluster-autoscaler" } },
      autoDiscovery: { clusterName: "fluxibri-production" },
      awsRegion: "eu-central-1",
    });
  });

  test("an unknown minor version is an error that lists the known ones", () => {
    const cluster = { ...eks(), kubernetesVersion: "1.99" };
    expect(() => valuesOf("cluster-autoscaler", { ...specOf("production"), cluster })).toThrow(
      /1\.99[\s\S]*1\.35, 1\.36/,
    );
  });
});

describe("rights", () => {
  it("KEDA's operator is bound to the applications' namespaces, scales no kind of its own choice and reads no Secret there", () => {
    for (const name of ["local", "staging", "production"]) {
      const namespaces = specOf(name).applications.map(({ namespace }) => namespace);
      expect(valuesOf("keda", specOf(name))).toMatchObject({
        watchNamespace: namespaces.join(","),
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
      const changed = withApplication(spec, { redis: { kind: "managed", ...login } });
      expect(valuesOf("keda", changed)).toMatchObject({
        permissions: { operator: { restrict: { secret: false } } },
      });
    }
  });

  it("External Secrets makes no tokens and processes the two kinds that are used", () => {
    expect(valuesOf("external-secrets", specOf("production"))).toMatchObject({
      rbac: { serviceAccountTokenCreate: false, aggregateToEdit: false, aggregateToAdmin: false },
      processSecretStore: false,
      processPushSecret: false,
      processClusterPushSecret: false,
      processClusterExternalSecret: false,
      processClusterGenerator: false,
    });
    expect(valuesOf("external-secrets", specOf("production"))).not.toHaveProperty(
      "processClusterStore",
    );
  });

  it("kube-state-metrics does not read the Secrets that it would only count", () => {
    expect(valuesOf("kube-prometheus-stack", specOf("staging"))).toMatchObject({
      "kube-state-metrics": { collectorsExclude: ["secrets"] },
    });
  });
});
