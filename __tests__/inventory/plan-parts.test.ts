import { parse } from "yaml";
import { readPlan } from "../../inventory/plan";
import { managed, plan, secret } from "./planned";

describe("what a plan leaves out is not taken for not set", () => {
  const whole = {
    format_version: "1.2",
    planned_values: {
      root_module: { resources: [secret(), managed("helm_release", { name: "a", chart: "keda" })] },
    },
    resource_changes: ["kubernetes_secret_v1.x", "helm_release.x"].map((address) => ({
      address,
      change: { after_unknown: {} },
    })),
    configuration: {
      root_module: {
        resources: [{ address: "kubernetes_secret_v1.x" }, { address: "helm_release.x" }],
        variables: { region: {} },
      },
    },
  };
  const problemsOf = (json: object) =>
    readPlan({ name: "plan.json", json }).problems.map(({ message }) => message);

  test("a whole plan has no problem, also with an output and a variable without a value", () => {
    const outputs = { id: { sensitive: false } };
    const planned_values = { ...whole.planned_values, outputs };
    expect(problemsOf({ ...whole, planned_values })).toEqual([]);
  });

  test("a resource without after_unknown is a problem", () => {
    const [, release] = whole.resource_changes;
    expect(problemsOf({ ...whole, resource_changes: [release] })).toEqual([
      expect.stringContaining("has no after_unknown in resource_changes"),
    ]);
  });

  test.each([{}, { root_module: {} }, { root_module: { resources: "none" } }])(
    "of a plan with the configuration %j nothing is read",
    (configuration) => {
      const { inventory, problems } = readPlan({ name: "p", json: { ...whole, configuration } });
      expect(problems.map(({ message }) => message)).toEqual(
        Array<unknown>(2).fill(expect.stringContaining("is not in the plan's configuration")),
      );
      expect(Object.values(inventory).flat()).toEqual([]);
    },
  );

  test("a resource without values is a problem beside those that are read", () => {
    const [first] = whole.planned_values.root_module.resources;
    const json = {
      ...whole,
      planned_values: {
        root_module: { resources: [first, managed("helm_release", undefined)] },
      },
    };
    expect(problemsOf(json)).toEqual(["has no values, so it was not checked"]);
  });

  test.each([
    [{ errored: true }, "is of a plan that ended in an error"],
    [{ complete: false }, "is of a plan that leaves changes to a later one"],
  ])("a plan that says of itself that it is not all says so: %j", (more, message) => {
    expect(problemsOf({ ...whole, ...more })).toEqual([expect.stringContaining(message)]);
  });

  test.each([
    [{ format_version: "9.0", values: {} }, "format that is not known here"],
    [{ ...whole, format_version: "9.0" }, "format that is not known here"],
    [{ ...whole, format_version: undefined }, "is neither a plan nor a state"],
    [{ format_version: "1.0" }, "has neither planned_values nor values"],
    [{ format_version: "1.2", resource_changes: [] }, "has neither planned_values nor values"],
    [
      { ...whole, planned_values: { root_module: { resources: [{ values: {} }] } } },
      "planned_values.root_module.resources.0.address",
    ],
  ])("is refused where it is cut or of another format: %j", (json, message) => {
    expect(() => problemsOf(json)).toThrow(message);
  });
});

describe("a release of Terraform", () => {
  const release = (values: object) =>
    plan([managed("helm_release", { name: "a", chart: "metrics-server", ...values })]);

  test("may have null for its values, as the provider says that there are none", () => {
    const { inventory, problems } = release({ values: null, namespace: null });
    expect(problems).toEqual([]);
    expect(inventory.helmReleases).toMatchObject([{ namespace: "default", values: {} }]);
    expect(inventory.metricsApiOwners).toHaveLength(1);
  });

  test("has the values that it sets by their paths, over those of its documents", () => {
    const { inventory } = release({
      values: ["apiService: {create: true}\nlist: [a]"],
      set: [
        { name: "apiService.create", value: "false", type: null },
        { name: "labels.a\\.b/c", value: "1", type: "string" },
        { name: "list[1].name", value: "x" },
        { name: "many", value: "{1,two}" },
        { name: "__proto__.polluted", value: "yes" },
      ],
      set_list: [{ name: "hosts", value: ["h"] }],
      set_sensitive: [{ name: "count", value: "2" }],
    });
    expect(inventory.metricsApiOwners).toEqual([]);
    expect(inventory.helmReleases[0]?.values).toMatchObject({
      apiService: { create: false },
      labels: { "a.b/c": "1" },
      list: ["a", { name: "x" }],
      many: [1, "two"],
      hosts: ["h"],
      count: 2,
    });
    expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
  });
});

describe("manifests that other providers hold as text", () => {
  const hpa = `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: a, namespace: ns}
spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: a}, maxReplicas: 2}
`;
  const marked = { sensitive_values: { yaml_body: true } };

  test.each([
    ["kubectl_manifest", { yaml_body: hpa }],
    ["kustomization_resource", { manifest: JSON.stringify(parse(hpa)) }],
    ["k8s_manifest", { content: hpa }],
  ])("are read of %s, although the provider marks the whole text", (type, values) => {
    const { inventory, problems } = plan([managed(type, values, marked)]);
    expect(problems).toEqual([]);
    expect(inventory.autoscalers).toMatchObject([{ namespace: "ns", target: { name: "a" } }]);
  });

  test("have the namespace that the resource puts them into, and not what it calls sensitive", () => {
    const yaml_body = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {k: swordfish}";
    const values = { yaml_body, override_namespace: "other", sensitive_fields: ["data.k"] };
    const { inventory } = plan([managed("kubectl_manifest", values, marked)]);
    expect(inventory.configMaps).toMatchObject([
      { namespace: "other", data: { k: "${sensitive}" } },
    ]);
  });

  test.each([
    ["a: [", "yaml_body is not YAML"],
    ["${known after apply}", "no object that can be read before the apply"],
    [`${hpa}---\n${hpa}`, "yaml_body holds 2 objects"],
  ])("are a problem where there is no one object: %j", (yaml_body, message) => {
    const { problems } = plan([managed("kubectl_manifest", { yaml_body }, marked)]);
    expect(problems).toMatchObject([{ message: expect.stringContaining(message) }]);
  });

  test("are a problem where only another program knows them", () => {
    const { problems } = plan([managed("flux_bootstrap_git", { path: "clusters/a" }), secret()]);
    expect(problems).toMatchObject([{ message: expect.stringContaining("flux_bootstrap_git") }]);
  });
});
