import { both } from "./alike";

const name = { name: "x", namespace: "ns" };

describe("a typed resource and a manifest are read alike", () => {
  test("ResourceQuota", () => {
    const hard = { "requests.cpu": "8", pods: "20" };
    const [typed, manifest] = both(
      "resourceQuotas",
      "kubernetes_resource_quota_v1",
      {
        metadata: name,
        spec: {
          hard,
          scope_selector: {
            match_expression: { scope_name: "PriorityClass", operator: "Exists" },
          },
        },
      },
      {
        kind: "ResourceQuota",
        metadata: name,
        spec: {
          hard,
          scopeSelector: { matchExpressions: [{ scopeName: "PriorityClass", operator: "Exists" }] },
        },
      },
    );
    expect(typed).toEqual(manifest);
    expect(manifest).toMatchObject([{ hard, scopes: ["PriorityClass"] }]);
  });

  test("LimitRange", () => {
    const [typed, manifest] = both(
      "limitRanges",
      "kubernetes_limit_range_v1",
      {
        metadata: name,
        spec: {
          limit: { type: "Container", default: { cpu: "1" }, default_request: { cpu: "250m" } },
        },
      },
      {
        kind: "LimitRange",
        metadata: name,
        spec: {
          limits: [{ type: "Container", default: { cpu: 1 }, defaultRequest: { cpu: "250m" } }],
        },
      },
    );
    expect(typed).toEqual(manifest);
    expect(manifest).toMatchObject([
      { limits: [{ type: "Container", default: { cpu: "1" }, defaultRequest: { cpu: "250m" } }] },
    ]);
  });

  test("Namespace", () => {
    const labels = { "pod-security.kubernetes.io/enforce": "restricted" };
    const [typed, manifest] = both(
      "namespaces",
      "kubernetes_namespace_v1",
      { metadata: { name: "x", labels } },
      { kind: "Namespace", metadata: { name: "x", labels } },
    );
    expect(typed).toEqual(manifest);
    expect(manifest).toMatchObject([{ kind: "Namespace", name: "x", labels }]);
    expect(manifest).not.toMatchObject([{ namespace: "default" }]);
  });

  test("PodDisruptionBudget", () => {
    const [typed, manifest] = both(
      "podDisruptionBudgets",
      "kubernetes_pod_disruption_budget_v1",
      {
        metadata: name,
        spec: { min_available: "1", selector: { match_labels: { app_name: "web" } } },
      },
      {
        apiVersion: "policy/v1",
        kind: "PodDisruptionBudget",
        metadata: name,
        spec: { minAvailable: 1, selector: { matchLabels: { app_name: "web" } } },
      },
    );
    expect(typed).toEqual(manifest);
    expect(manifest).toMatchObject([
      { minAvailable: "1", selector: { matchLabels: { app_name: "web" } } },
    ]);
  });

  test("ServiceAccount", () => {
    const [typed, manifest] = both(
      "serviceAccounts",
      "kubernetes_service_account_v1",
      {
        metadata: name,
        image_pull_secret: [{ name: "pull" }],
        automount_service_account_token: false,
      },
      {
        kind: "ServiceAccount",
        metadata: name,
        imagePullSecrets: [{ name: "pull" }],
        automountServiceAccountToken: false,
      },
    );
    expect(typed).toEqual(manifest);
    expect(manifest).toMatchObject([
      { imagePullSecrets: ["pull"], automountServiceAccountToken: false },
    ]);
  });
});
