import { CHART_NAMES, seenVersion } from "../../../addons";
import { chartRights } from "../../../environments/facts/chart-rights";
import { declaredRights } from "../../../scripts/references/rights/declared-rights";
import { podsText, policyText } from "../../../scripts/references/rights/network-text";
import { grantsOf } from "../../../scripts/references/rights/rendered-rights";
import { rulesText } from "../../../scripts/references/rights/rights-text";

const RENDERED = `
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: operator }
rules:
  - { apiGroups: [""], resources: [pods], verbs: [get, list, watch, delete] }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: operator, namespace: app }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: operator }
subjects:
  - { kind: ServiceAccount, name: operator, namespace: keda }
  - { kind: User, name: somebody }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: operator }
rules: []
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: delegator }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: "system:auth-delegator" }
subjects: [{ kind: ServiceAccount, name: operator }]
`;

describe("a rendered chart", () => {
  const grants = grantsOf(RENDERED, "keda");

  it("gives a ClusterRole in one namespace where a RoleBinding binds it, and its accounts alone are read", () => {
    expect(grants).toHaveLength(2);
    expect(grants[0]).toMatchObject({
      account: { namespace: "keda", name: "operator" },
      namespace: "app",
      rules: [{ resources: ["pods"], verbs: ["get", "list", "watch", "delete"] }],
    });
  });

  it("gives cluster-wide what a ClusterRoleBinding binds, also of roles that it does not bring", () => {
    expect(grants[1]).toMatchObject({ role: "system:auth-delegator", rules: [] });
    expect(grants[1]?.namespace).toBeUndefined();
    expect(rulesText(grants[1] ?? { role: "", rules: [] })).toMatch(/asks who a token is of/);
  });

  it("is known at the newest version that was rendered: read it again when that changes", () => {
    for (const [chart, { version }] of Object.entries(chartRights())) {
      expect({ chart, version }).toEqual({
        chart,
        version: seenVersion(CHART_NAMES.find((name) => name === chart) ?? "keda"),
      });
    }
  });

  it("is narrow: KEDA's operator reads no Secret but in its own namespace, External Secrets makes no token", () => {
    const { keda, "external-secrets": secrets } = chartRights();
    const operator = keda?.grants.filter(({ account }) => account.name === "keda-operator") ?? [];
    const reading = operator.filter(({ rules }) =>
      rules.some(({ resources }) => resources.includes("secrets") || resources.includes("*")),
    );
    expect(reading.map(({ namespace }) => namespace)).toEqual(["keda"]);
    expect(JSON.stringify(secrets)).not.toContain("serviceaccounts/token");
    expect(JSON.stringify(secrets)).not.toContain("pushsecrets");
  });
});

describe("rights in words", () => {
  const base = { apiGroups: [""], resourceNames: [], nonResourceURLs: [] };

  it("put together what has the same verbs, and call reading by its name", () => {
    const rules = [
      { ...base, resources: ["pods"], verbs: ["get", "list", "watch"] },
      { ...base, resources: ["nodes"], verbs: ["watch", "get", "list"] },
      { ...base, resources: ["secrets"], resourceNames: ["one"], verbs: ["get"] },
      { ...base, apiGroups: ["custom.metrics.k8s.io"], resources: ["*"], verbs: ["*"] },
    ];
    expect(rulesText({ role: "any", rules })).toBe(
      "read `pods`, `nodes`; get `secrets` (one); **everything with** `*` of `custom.metrics.k8s.io`",
    );
  });
});

describe("stacks", () => {
  const metadata = { name: "keeper", namespace: "app" };
  const stack = (role: string) => ({
    name: "local-workload",
    json: {
      resource: {
        kubernetes_service_account_v1: { account: { metadata } },
        kubernetes_role_v1: {
          role: { metadata, rule: [{ api_groups: [""], resources: ["pods"], verbs: ["list"] }] },
        },
        kubernetes_role_binding_v1: {
          binding: {
            metadata,
            role_ref: { kind: "Role", name: role },
            subject: [{ kind: "ServiceAccount", ...metadata }],
          },
        },
        kubernetes_manifest: {
          policy: {
            manifest: {
              kind: "ValidatingAdmissionPolicy",
              metadata: { name: "guard" },
              spec: {
                matchConditions: [
                  {
                    name: "keeper",
                    expression: 'request.userInfo.username == "system:serviceaccount:app:keeper"',
                  },
                ],
              },
            },
          },
        },
      },
    },
  });

  it("tell what an account may do through references, and which policy judges it", () => {
    const read = declaredRights([stack("${kubernetes_role_v1.role.metadata[0].name}")]);
    expect(read.grants).toMatchObject([
      { account: metadata, namespace: "app", rules: [{ resources: ["pods"], verbs: ["list"] }] },
    ]);
    expect(read.bounds).toEqual([{ user: "system:serviceaccount:app:keeper", policy: "guard" }]);
    expect(read.accounts).toEqual([metadata]);
  });
});

describe("network policies in words", () => {
  const none = { matchLabels: {}, matchExpressions: [] };
  const policy = {
    kind: "NetworkPolicy",
    namespace: "keda",
    name: "any",
    place: { kind: "terraform", stack: "local-platform", address: "a.b" } as const,
    podSelector: none,
    policyTypes: ["Ingress", "Egress"],
    ingress: [],
    egress: [],
  };
  const port = { port: "53", endPort: undefined, protocol: "UDP" };

  it("say nothing of what allows nothing, and whom and where of what allows something", () => {
    expect(policyText(policy)).toBe("nothing");
    const egress = [
      {
        peers: [
          { kind: "ipBlock" as const, cidr: "0.0.0.0/0", except: ["10.0.0.0/8"] },
          {
            kind: "pods" as const,
            namespaceSelector: {
              matchLabels: { "kubernetes.io/metadata.name": "kube-system" },
              matchExpressions: [],
            },
            podSelector: none,
          },
        ],
        ports: [port],
      },
    ];
    expect(policyText({ ...policy, egress, ingress: [{ peers: [], ports: [] }] })).toBe(
      "to public addresses, namespace kube-system on 53/UDP; from anywhere",
    );
    expect(podsText(none)).toBe("every pod");
  });
});
