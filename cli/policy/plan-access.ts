import {
  KUBERNETES_RESOURCES,
  UNJUDGED_GROUP,
} from "../../environments/facts/kubernetes-resources";
import { PLAN_GROUP } from "../../environments/plan-group";
import { isObject } from "../../inventory/json";
import type { Content, Inventory } from "../../inventory/model";

/** Of the role, its bindings and the policy. */
const NAME = "fluxibri-plan";
const RBAC = "rbac.authorization.k8s.io";

interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly verbs: readonly string[];
}

interface KubernetesItem {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly rules?: readonly Rule[];
  readonly roleRef?: object;
  readonly subjects?: readonly object[];
  readonly spec?: object;
}

/** Objects for `kubectl apply`. */
export interface KubernetesList {
  readonly apiVersion: "v1";
  readonly kind: "List";
  readonly items: readonly KubernetesItem[];
}

/**
 * What a plan may do in the cluster: read what the stacks have, and try out their
 * manifests. The plan of a `kubernetes_manifest` is a server-side apply with
 * `dryRun=All` (`dryRun` in manifest/provider/plan.go of the kubernetes provider
 * 2.38.0), for which the API server wants the verbs of a real write; RBAC does not know dry runs,
 * an admission policy does. It judges all but the admission kinds themselves:
 * those are limited by name, so a plan could change them in truth.
 */
export function planAccess(inventory: Inventory): KubernetesList {
  const role = { apiVersion: `${RBAC}/v1`, kind: "ClusterRole" } as const;
  const secretsOf = `${NAME}-releases`;
  const namespaces = distinct(inventory.helmReleases.map(({ namespace }) => namespace));
  return {
    apiVersion: "v1",
    kind: "List",
    items: [
      { ...role, metadata: { name: NAME }, rules: planRules(inventory) },
      binding("ClusterRoleBinding", NAME, NAME),
      // Helm keeps a release in Secrets of its namespace and finds it by a list.
      {
        ...role,
        metadata: { name: secretsOf },
        rules: [{ apiGroups: [""], resources: ["secrets"], verbs: ["get", "list"] }],
      },
      ...namespaces.map((namespace) => binding("RoleBinding", secretsOf, secretsOf, namespace)),
      ...onlyDryRuns(),
    ],
  };
}

function planRules({ contents }: Inventory): readonly Rule[] {
  const declared = contents.filter(
    ({ kind, place }) => place.kind === "terraform" && kind !== "Resource",
  );
  const manifests = declared.filter(isManifest);
  const typed = distinct(
    declared.filter(({ place }) => !isOfManifest(place)).map(({ kind }) => kind),
  );
  const tried = distinct(manifests.map(resourceOf).filter((id) => !id.startsWith(UNJUDGED_GROUP)));
  const unjudged = manifests.filter((each) => resourceOf(each).startsWith(UNJUDGED_GROUP));
  return [
    ...typed.flatMap((kind): readonly Rule[] => {
      const found = KUBERNETES_RESOURCES[kind];
      return found === undefined
        ? []
        : [{ apiGroups: [found.group], resources: [found.resource], verbs: ["get"] }];
    }),
    // Labels and taints of nodes, and the schemas of kinds that manifests have.
    { apiGroups: [""], resources: ["nodes"], verbs: ["get", "list"] },
    {
      apiGroups: ["apiextensions.k8s.io"],
      resources: ["customresourcedefinitions"],
      verbs: ["get", "list"],
    },
    ...tried.map((id) => ({ ...ofResource(id), verbs: ["get", "patch", "create"] })),
    ...distinct(unjudged.map(resourceOf)).map((id) => ({
      ...ofResource(id),
      resourceNames: distinct(
        unjudged.filter((each) => resourceOf(each) === id).map(({ name }) => name),
      ),
      verbs: ["get", "patch", "create"],
    })),
  ];
}

/** The object of a manifest; what its block says beside it (waits, dependencies) is no object. */
function isManifest({ kind, place }: Content): boolean {
  return isOfManifest(place) && kind !== "Resource";
}

function isOfManifest(place: Content["place"]): boolean {
  return place.kind === "terraform" && place.address.startsWith("kubernetes_manifest.");
}

/** `keda.sh/scaledobjects`, as the API's paths name a kind. */
function resourceOf({ kind, value }: Content): string {
  const apiVersion = isObject(value) ? String(value["apiVersion"]) : "";
  const group = apiVersion.includes("/") ? apiVersion.replace(/\/.*/, "") : "";
  const lower = kind.toLowerCase();
  if (lower.endsWith("y")) return `${group}/${lower.slice(0, -1)}ies`;
  return `${group}/${lower}${/(s|x|ch|sh)$/.test(lower) ? "es" : "s"}`;
}

function ofResource(id: string): Pick<Rule, "apiGroups" | "resources"> {
  const [group = "", resource = ""] = id.split("/");
  return { apiGroups: [group], resources: [resource] };
}

function binding(kind: string, name: string, role: string, namespace?: string): KubernetesItem {
  return {
    apiVersion: `${RBAC}/v1`,
    kind,
    metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
    roleRef: { apiGroup: RBAC, kind: "ClusterRole", name: role },
    subjects: [{ apiGroup: RBAC, kind: "Group", name: PLAN_GROUP }],
  };
}

/** Refuses the group every write, connection and deletion that is none to try it out. */
function onlyDryRuns(): readonly KubernetesItem[] {
  const apiVersion = `${UNJUDGED_GROUP}/v1`;
  const name = `${NAME}-only-dry-runs`;
  return [
    {
      apiVersion,
      kind: "ValidatingAdmissionPolicy",
      metadata: { name },
      spec: {
        failurePolicy: "Fail",
        matchConstraints: {
          resourceRules: [
            { apiGroups: ["*"], apiVersions: ["*"], operations: ["*"], resources: ["*/*"] },
          ],
        },
        matchConditions: [
          { name: "plans", expression: `"${PLAN_GROUP}" in request.userInfo.groups` },
        ],
        validations: [
          {
            expression: "has(request.dryRun) && request.dryRun",
            message: "a plan may only try out what it would change (dryRun=All)",
            reason: "Forbidden",
          },
        ],
      },
    },
    {
      apiVersion,
      kind: "ValidatingAdmissionPolicyBinding",
      metadata: { name },
      spec: { policyName: name, validationActions: ["Deny"] },
    },
  ];
}

function distinct(all: readonly string[]): readonly string[] {
  return [...new Set(all)].sort();
}
