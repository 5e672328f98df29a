import { type Inventory } from "../../inventory/model";
import { readSynthesized } from "../../inventory/synthesized";

function read(resource: unknown): Inventory {
  return readSynthesized([{ name: "staging-workload", json: { resource } }]);
}

const container = { name: "app", image: "app:1", resources: { requests: { cpu: "1" } } };
const typed = {
  metadata: [{ name: "app", namespace: "ns", labels: { "app.kubernetes.io/name": "app" } }],
  spec: [
    {
      replicas: "2",
      template: [
        {
          metadata: {},
          spec: [
            {
              container: [{ ...container, volume_mount: [{ name: "v", mount_path: "/data" }] }],
              init_container: { name: "first", image: "busybox:1" },
              volume: [{ name: "v", persistent_volume_claim: { claim_name: "data" } }],
              toleration: [{ key: "gpu", operator: "Exists" }],
              node_selector: { "fluxibri.ai/gpu-enabled": "true" },
              image_pull_secrets: [{ name: "pull" }],
              service_account_name: "app",
            },
          ],
        },
      ],
    },
  ],
};
const manifest = {
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "app", namespace: "ns", labels: { "app.kubernetes.io/name": "app" } },
  spec: {
    replicas: 2,
    template: {
      spec: {
        containers: [{ ...container, volumeMounts: [{ name: "v", mountPath: "/data" }] }],
        initContainers: [{ name: "first", image: "busybox:1" }],
        volumes: [{ name: "v", persistentVolumeClaim: { claimName: "data" } }],
        tolerations: [{ key: "gpu", operator: "Exists" }],
        nodeSelector: { "fluxibri.ai/gpu-enabled": "true" },
        imagePullSecrets: [{ name: "pull" }],
        serviceAccountName: "app",
        automountServiceAccountToken: true,
      },
    },
  },
};

describe("the reader of synthesized stacks", () => {
  test("reads a typed resource and the same manifest alike", () => {
    const [fromTyped] = read({ kubernetes_deployment_v1: { app: typed } }).workloads;
    const [fromManifest] = read({ kubernetes_manifest: { app: { manifest } } }).workloads;
    expect(fromTyped).toEqual({
      ...fromManifest,
      place: {
        kind: "terraform",
        stack: "staging-workload",
        address: "kubernetes_deployment_v1.app",
      },
    });
    expect(fromTyped).toMatchObject({
      kind: "Deployment",
      namespace: "ns",
      name: "app",
      labels: { "app.kubernetes.io/name": "app" },
      replicas: 2,
      pod: {
        containers: [
          { name: "first", init: true, image: "busybox:1" },
          { name: "app", init: false, requests: { cpu: "1" }, mounts: [{ path: "/data" }] },
        ],
        volumes: [{ kind: "claim", claim: "data" }],
        tolerations: [{ key: "gpu", operator: "Exists" }],
        nodeSelector: { "fluxibri.ai/gpu-enabled": "true" },
        imagePullSecrets: ["pull"],
        serviceAccount: "app",
      },
    });
  });

  test.each([
    ["kubernetes_stateful_set_v1", "StatefulSet", { template: typed.spec[0]?.template }, undefined],
    ["kubernetes_daemon_set_v1", "DaemonSet", { template: typed.spec[0]?.template }, undefined],
    ["kubernetes_job_v1", "Job", { parallelism: 3, template: typed.spec[0]?.template }, 3],
    [
      "kubernetes_cron_job_v1",
      "CronJob",
      { job_template: [{ spec: [{ template: typed.spec[0]?.template }] }] },
      1,
    ],
  ])("reads %s", (type, kind, spec, replicas) => {
    const [workload] = read({ [type]: { app: { metadata: typed.metadata, spec } } }).workloads;
    expect(workload).toMatchObject({ kind, name: "app", pod: { serviceAccount: "app" } });
    expect(workload?.replicas).toBe(replicas);
  });

  test("does not count Pods and Jobs twice that another object made", () => {
    const spec = { containers: [{ name: "a", image: "a:1" }] };
    const made = { name: "made", ownerReferences: [{ kind: "ReplicaSet", controller: true }] };
    const { workloads } = read({
      kubernetes_manifest: {
        a: { manifest: { apiVersion: "v1", kind: "Pod", metadata: { name: "bare" }, spec } },
        b: { manifest: { apiVersion: "v1", kind: "Pod", metadata: made, spec } },
        c: { manifest: { kind: "Job", metadata: made, spec: { template: { spec } } } },
      },
    });
    expect(workloads.map(({ kind, name }) => `${kind} ${name}`)).toEqual(["Pod bare"]);
  });

  test("knows which metrics API an autoscaler reads", () => {
    const scaleTargetRef = { name: "app" };
    const scaledObject = (triggers: readonly string[]) => ({
      manifest: {
        kind: "ScaledObject",
        metadata: { name: triggers.join("-") },
        spec: { scaleTargetRef, triggers: triggers.map((type) => ({ type })) },
      },
    });
    const { autoscalers } = read({
      kubernetes_manifest: { a: scaledObject(["redis"]), b: scaledObject(["cpu", "redis"]) },
      kubernetes_horizontal_pod_autoscaler_v2: {
        c: {
          metadata: { name: "c" },
          spec: {
            max_replicas: "${var.most}",
            scale_target_ref: { kind: "Deployment", name: "app" },
            metric: { type: "Pods" },
          },
        },
      },
    });
    expect(autoscalers.map(({ min, max, reads }) => ({ min, max, reads }))).toEqual([
      { min: 0, max: 100, reads: ["v1beta1.external.metrics.k8s.io"] },
      {
        min: 0,
        max: 100,
        reads: ["v1beta1.metrics.k8s.io", "v1beta1.external.metrics.k8s.io"],
      },
      { min: 1, max: undefined, reads: ["v1beta1.custom.metrics.k8s.io"] },
    ]);
  });

  test("merges the values of a release, later documents over earlier ones", () => {
    const { helmReleases } = read({
      helm_release: {
        adapter: {
          name: "adapter",
          chart: "https://mirror.fluxibri.lan/prometheus-adapter-5.3.0.tgz",
          values: ['{"rules":{"default":true,"external":[1]}}', "rules:\n  external: []\n"],
        },
      },
    });
    expect(helmReleases).toMatchObject([
      { chart: "prometheus-adapter", values: { rules: { default: true, external: [] } } },
    ]);
  });

  test("names the stack whose JSON is not a stack", () => {
    expect(() => readSynthesized([{ name: "staging-storage", json: [] }])).toThrow(
      /^stack staging-storage: /,
    );
    expect(() => readSynthesized([{ name: "staging-storage", json: { resource: 1 } }])).toThrow(
      /^stack staging-storage: resource: /,
    );
  });

  test("names stack, resource and path of an object without its kind's shape", () => {
    expect(() =>
      read({ kubernetes_deployment_v1: { app: { metadata: { name: "app" } } } }),
    ).toThrow(/^stack staging-workload, kubernetes_deployment_v1\.app: spec: /);
    expect(() =>
      read({ helm_release: { x: { name: "x", chart: "x", values: ["a: [1"] } } }),
    ).toThrow(/^stack staging-workload, helm_release\.x: values are not YAML/);
  });
});

test.each([
  [{ ignore_changes: ["spec[0].replicas"] }, undefined],
  [{ ignore_changes: ["metadata[0].labels", "spec"] }, undefined],
  [{ ignore_changes: "all" }, undefined],
  [{ ignore_changes: ["spec[0].template"] }, 2],
  [{ create_before_destroy: true }, 2],
])("leaves replicas to others where lifecycle %j says so", (lifecycle, replicas) => {
  const { workloads } = read({ kubernetes_deployment_v1: { app: { ...typed, lifecycle } } });
  expect(workloads.map((workload) => workload.replicas)).toEqual([replicas]);
});
