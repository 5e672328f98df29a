import { ConfigurationError } from "../../environments/errors";
import { readPlan } from "../../inventory/plan";
import { managed, metadata, plan, secret, state } from "./planned";

describe("a plan as JSON", () => {
  test("has resources of the root and of modules, each at its address, and no data sources", () => {
    const { inventory, problems } = readPlan({
      name: "foreign",
      json: {
        format_version: "1.2",
        resource_changes: [
          "kubernetes_service_v1.x",
          'module.a["b"].kubernetes_manifest.x[0]',
          "module.a.module.c.helm_release.x",
        ].map((address) => ({ address, change: { after_unknown: {} } })),
        configuration: {
          root_module: {
            resources: [{ address: "kubernetes_service_v1.x" }],
            module_calls: {
              a: {
                module: {
                  resources: [{ address: "kubernetes_manifest.x" }],
                  module_calls: {
                    c: { module: { resources: [{ address: "helm_release.x" }] } },
                  },
                },
              },
            },
          },
        },
        planned_values: {
          root_module: {
            resources: [
              managed("kubernetes_service_v1", { metadata, spec: [{ port: [{ port: 80 }] }] }),
              managed("kubernetes_config_map_v1", { metadata }, { mode: "data" }),
            ],
            child_modules: [
              {
                resources: [
                  managed(
                    "kubernetes_manifest",
                    { manifest: { kind: "ResourceQuota", metadata: { name: "q" } } },
                    { address: 'module.a["b"].kubernetes_manifest.x[0]' },
                  ),
                ],
                child_modules: [
                  {
                    resources: [
                      managed(
                        "helm_release",
                        { name: "keda", chart: "keda" },
                        { address: "module.a.module.c.helm_release.x" },
                      ),
                    ],
                  },
                ],
              },
            ],
          },
        },
      },
    });
    expect(problems).toEqual([]);
    expect(inventory.configMaps).toEqual([]);
    expect(inventory.services).toMatchObject([
      { name: "x", ports: [{ port: 80, targetPort: "80" }] },
    ]);
    expect(inventory.resourceQuotas[0]?.place).toEqual({
      kind: "terraform",
      stack: "foreign",
      address: 'module.a["b"].kubernetes_manifest.x[0]',
    });
    expect(inventory.metricsApiOwners).toMatchObject([{ api: "v1beta1.external.metrics.k8s.io" }]);
  });

  test.each([
    { data: { constant_value: { key: "swordfish" } } },
    { data: { references: ["var.token"] } },
    {},
  ])("holds a Secret's value, wherever the configuration has it from: %j", (data) => {
    const { inventory } = plan([secret()], data);
    expect(inventory.secrets[0]?.keys).toEqual([{ key: "key", holds: "unknown" }]);
    expect(JSON.stringify(inventory)).not.toContain("swordfish");
  });

  test.each([{ manifest: { stringData: { key: true } } }, { manifest: true }])(
    "does so for a Secret that is a manifest, by name where all of it is marked: %j",
    (marks) => {
      const metadata = { name: "x", namespace: "ns" };
      const manifest = { kind: "Secret", metadata, stringData: { key: "swordfish" } };
      const { inventory } = plan([
        managed("kubernetes_manifest", { manifest }, { sensitive_values: marks }),
      ]);
      expect(inventory.secrets).toMatchObject([
        { secretName: "x", namespace: "ns", keys: [{ key: "key", holds: "unknown" }] },
      ]);
      expect(JSON.stringify(inventory)).not.toContain("swordfish");
    },
  );

  test("has no value of a write-only argument but what the configuration says in plain words", () => {
    const writeOnly = secret({ data: null, data_wo: null });
    const keysOf = (expressions: unknown) =>
      plan([writeOnly], expressions).inventory.secrets[0]?.keys;
    expect(keysOf({ data_wo: { references: ["ephemeral.a.b"] } })).toEqual([]);
    expect(keysOf({ data_wo: { constant_value: { key: "swordfish" } } })).toEqual([
      { key: "key", holds: "unknown" },
    ]);
  });

  test("keeps the switches of Helm values that are marked, without their texts", () => {
    const release = managed(
      "helm_release",
      {
        name: "a",
        chart: "prometheus-adapter",
        values: ["rules: {default: false}\ntoken: swordfish"],
      },
      { sensitive_values: { values: [true] } },
    );
    const { inventory, problems } = plan([release]);
    expect(problems).toEqual([]);
    expect(inventory.metricsApiOwners).toEqual([]);
    expect(inventory.helmReleases[0]?.values).toEqual({
      rules: { default: false },
      token: "${sensitive}",
    });
  });

  test("says of Helm values that are no YAML where, and not what", () => {
    const values = ["a: b: swordfish"];
    const { problems } = plan([managed("helm_release", { name: "a", chart: "c", values })]);
    expect(problems).toMatchObject([{ message: expect.stringContaining("are not YAML") }]);
    expect(JSON.stringify(problems)).not.toContain("swordfish");
  });

  test("hides the values that are marked as sensitive, also in a pod's environment", () => {
    const pod = (env: unknown) => ({ metadata, spec: [{ container: [{ name: "a", env }] }] });
    const { inventory } = plan([
      managed("kubernetes_pod_v1", pod([{ name: "TOKEN", value: "swordfish" }]), {
        sensitive_values: pod([{ value: true }]),
      }),
    ]);
    expect(inventory.workloads[0]?.pod.containers[0]?.env).toEqual([
      { name: "TOKEN", kind: "literal", value: "${sensitive}" },
    ]);
  });

  test("has an expression for what only the apply tells, unless the provider fills it in", () => {
    const claim = managed("kubernetes_persistent_volume_claim_v1", { metadata, spec: [{}] });
    const unknown = { metadata: [{ uid: true }], spec: [{ storage_class_name: true }] };
    const written = { spec: [{ storage_class_name: { references: ["a.b"] } }] };
    const classOf = (expressions: unknown) =>
      plan([claim], expressions, unknown).inventory.claims[0]?.className;
    expect(classOf(written)).toBe("${known after apply}");
    expect(classOf({ spec: [{}] })).toBeUndefined();
  });

  test.each([
    [{ spec: [{ replicas: { constant_value: "3" } }] }, 3],
    [{ spec: [{ replicas: { references: ["var.replicas"] } }] }, 3],
    [{ spec: [{}] }, undefined],
    // The provider's plan of `replicas = 2` with ignore_changes, where it found 3.
    [{ spec: [{ replicas: { constant_value: 2 } }] }, undefined],
  ])(
    "has the replicas that the configuration fixes, not those that it found: %j",
    (configured, replicas) => {
      expect(plan([deployment("3")], configured).inventory.workloads[0]?.replicas).toBe(replicas);
    },
  );

  test.each([
    ["create", { actions: ["create"], before: null }, true],
    ["no-op", { actions: ["no-op"], before: deployment("3").values }, true],
    ["update of something else", { actions: ["update"], before: deployment("3").values }, true],
    ["update of replicas", { actions: ["update"], before: deployment("4").values }, undefined],
    ["replacement", { actions: ["delete", "create"], before: deployment("4").values }, true],
  ])("says where replicas may be ignored, which a plan does not show: %s", (_, change, ignored) => {
    const configured = { spec: [{ replicas: { constant_value: 3 } }] };
    const { inventory } = plan([deployment("3")], configured, {}, change);
    expect(inventory.workloads).toMatchObject([{ replicas: 3 }]);
    expect(inventory.workloads[0]?.replicasMayBeIgnored).toBe(ignored);
  });

  test("has a problem for each resource of the wrong shape", () => {
    const { inventory, problems } = plan([managed("kubernetes_deployment_v1", {}), secret()]);
    expect(inventory.secrets).toHaveLength(1);
    expect(problems).toMatchObject([
      {
        place: { address: "kubernetes_deployment_v1.x" },
        message: expect.stringContaining("spec"),
      },
    ]);
  });
});

function deployment(replicas: string) {
  const template = [{ metadata: [{}], spec: [{ container: [{ name: "a", image: "a:1" }] }] }];
  return managed("kubernetes_deployment_v1", { metadata, spec: [{ replicas, template }] });
}

describe("a state as JSON", () => {
  test("holds the values of its Secrets in plain words, marked or not", () => {
    const { inventory } = state([secret()]);
    expect(inventory.secrets[0]?.keys).toEqual([{ key: "key", holds: "unknown" }]);
  });

  test("says of every place that it is one", () => {
    expect(state([secret()]).inventory.secrets[0]?.place).toEqual({
      kind: "terraform",
      stack: "foreign",
      address: "kubernetes_secret_v1.x",
      state: true,
    });
  });

  test("has 0 for the node port that a Service does not have", () => {
    const spec = [{ port: [{ port: 80, node_port: 0 }] }];
    const { inventory } = state([managed("kubernetes_service_v1", { metadata, spec })]);
    expect(inventory.services[0]?.ports[0]?.nodePort).toBeUndefined();
  });

  test("may be empty", () => {
    expect(readPlan({ name: "s", json: { format_version: "1.0", values: {} } }).problems).toEqual(
      [],
    );
  });
});

test("anything else is an error with the commands that make a plan", () => {
  const read = () => readPlan({ name: "plan.json", json: { resource: {} } });
  expect(read).toThrow(ConfigurationError);
  expect(read).toThrow(
    "plan.json\n  is:    not set\n  error: is neither a plan nor a state of Terraform as JSON\n  fix:   terraform plan -out plan.bin && terraform show -json plan.bin > plan.json",
  );
});
