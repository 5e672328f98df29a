import { planAccess } from "../../../cli/policy/plan-access";
import { trustDocument } from "../../../cli/policy/trust";
import { environmentPolicies } from "../../../cli/policy/environment-policies";
import { environmentName } from "../../../environments";
import { KUBERNETES_RESOURCES } from "../../../environments/facts/kubernetes-resources";
import { ENVIRONMENT_NAMES, type EnvironmentName } from "../../../environments/schema";
import { readSynthesized } from "../../../inventory/synthesized";
import { eks } from "../../support/pools";
import { specOf, synthesize } from "../../support/synth";

const production = specOf("production");

function inventoryOf(name: EnvironmentName) {
  const stacks = Object.entries(synthesize(specOf(name)));
  return readSynthesized(stacks.map(([stack, json]) => ({ name: `${name}-${stack}`, json })));
}

function subject(phase: "plan" | "apply"): string {
  const { state } = production;
  if (state.kind !== "terraform-cloud") throw new Error("production has no workspaces");
  const [statement] = trustDocument(production, eks(), state, phase).Statement;
  return statement?.Condition["StringLike"]?.["app.terraform.io:sub"] ?? "";
}

test("a run that plans cannot take the role that applies, nor one of another environment either", () => {
  expect(subject("plan")).toBe(
    "organization:fluxibri:project:montage-ai-production:workspace:fluxibri-production-*:run_phase:plan",
  );
  expect(subject("apply")).toBe(subject("plan").replace(/plan$/, "apply"));
});

test("production's documents have the trust of each role, and its rights in the cluster", () => {
  const names = environmentPolicies(environmentName("production"), {}).map(([name]) => name);
  expect(names.slice(-3)).toEqual(["trust-plan", "trust-apply", "kubernetes-plan"]);
});

const { items } = planAccess(inventoryOf(environmentName("production")));
const rules = items
  .filter(({ kind }) => kind === "ClusterRole")
  .flatMap((item) => item.rules ?? []);

test("a plan may read in the cluster, and try out manifests: no other verb, no wildcard", () => {
  expect([...new Set(rules.flatMap(({ verbs }) => verbs))].sort()).toEqual([
    "create",
    "get",
    "list",
    "patch",
  ]);
  expect(JSON.stringify(rules)).not.toContain("*");
});

test("what it may try out are the kinds of manifests alone", () => {
  const tried = rules.filter(({ verbs }) => verbs.includes("patch"));
  expect(tried.flatMap(({ resources }) => resources).sort()).toEqual([
    "alertmanagerconfigs",
    "clustersecretstores",
    "externalsecrets",
    "podmonitors",
    "prometheusrules",
    "scaledobjects",
    "servicemonitors",
    "validatingadmissionpolicies",
    "validatingadmissionpolicybindings",
  ]);
});

test("kinds that admission policies do not judge are limited by name, and its own policy is none of them", () => {
  const unjudged = rules.filter(({ apiGroups }) => apiGroups[0] === "admissionregistration.k8s.io");
  expect(unjudged).toHaveLength(2);
  for (const { resourceNames } of unjudged) {
    expect(resourceNames).toContain("one-autoscaler.fluxibri.ai");
    expect(resourceNames?.filter((name) => /fluxibri-plan|\$\{/.test(name))).toEqual([]);
  }
});

test("Secrets are read where Helm keeps releases, never in the workload's namespace", () => {
  expect(rules.filter(({ resources }) => resources.includes("secrets"))).toHaveLength(1);
  const bound = items.filter(({ kind }) => kind === "RoleBinding");
  expect(bound.map(({ metadata }) => metadata.namespace)).toEqual([
    "external-secrets",
    "keda",
    "kube-system",
    "monitoring",
  ]);
  const whole = items.filter(({ kind }) => kind === "ClusterRoleBinding");
  expect(whole.map(({ metadata }) => metadata.name)).toEqual(["fluxibri-plan"]);
});

test.each(ENVIRONMENT_NAMES)("every typed kind of %s has its place in the API", (name) => {
  const kinds = inventoryOf(name).contents.flatMap(({ kind, place }) =>
    place.kind === "terraform" && place.address.startsWith("kubernetes_") && kind !== "Resource"
      ? place.address.startsWith("kubernetes_manifest.")
        ? []
        : [kind]
      : [],
  );
  expect(kinds.length).toBeGreaterThan(0);
  expect(kinds.filter((kind) => KUBERNETES_RESOURCES[kind] === undefined)).toEqual([]);
});
