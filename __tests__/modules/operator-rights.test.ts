import { blocks, specOf, type StackJson, synthesize } from "../support/synth";
import { manifests } from "../support/workload";

const platform = synthesize(specOf("staging"))["platform"];

function policyNamed(stack: StackJson | undefined, name: string): string {
  if (stack === undefined) throw new Error("no platform stack");
  const found = manifests(stack, "ValidatingAdmissionPolicy")
    .map((policy) => JSON.stringify(policy))
    .find((policy) => policy.includes(`"name":"${name}"`));
  if (found === undefined) throw new Error(`no policy ${name}`);
  return found;
}

function release(chart: string): string {
  const found = blocks(platform, "helm_release").find(({ name }) => name === chart);
  return JSON.stringify(found);
}

test("External Secrets may ask for tokens of the one account that Vault knows", () => {
  const roles = blocks(platform, "kubernetes_role_v1").filter((role) =>
    JSON.stringify(role).includes("serviceaccounts/token"),
  );
  expect(roles).toMatchObject([
    {
      metadata: { name: "external-secrets-as-vault-reader" },
      rule: [
        {
          resources: ["serviceaccounts/token"],
          resource_names: ["vault-reader"],
          verbs: ["create"],
        },
      ],
    },
  ]);
});

test("it writes Secrets where they are read, and none that is a token of another account", () => {
  const policy = policyNamed(platform, "external-secrets.fluxibri.ai");
  expect(policy).toContain("system:serviceaccount:external-secrets:external-secrets");
  expect(policy).toContain(
    String.raw`request.namespace in [\"montage-ai\", \"registry\", \"monitoring\"]`,
  );
  expect(policy).toContain("kubernetes.io/service-account-token");
  expect(policy).toContain('"failurePolicy":"Fail"');
});

test("the Prometheus operator makes its StatefulSets and Secrets beside Prometheus alone", () => {
  const policy = policyNamed(platform, "prometheus-operator.fluxibri.ai");
  expect(policy).toContain("system:serviceaccount:monitoring:kube-prometheus-stack-operator");
  expect(policy).toContain(String.raw`request.namespace in [\"monitoring\"]`);
  for (const resource of ["secrets", "configmaps", "pods", "services", "statefulsets"]) {
    expect(policy).toContain(`"resources":["${resource}"]`);
  }
});

test("an operator's release comes after the policy and the role that bound it", () => {
  expect(release("external-secrets")).toMatch(
    /kubernetes_manifest\.external-secrets-guard_binding/,
  );
  expect(release("external-secrets")).toMatch(/kubernetes_role_v1\.external-secrets-token_role/);
  expect(release("kube-prometheus-stack")).toMatch(
    /kubernetes_manifest\.prometheus-operator-guard_binding/,
  );
});

test("KEDA's operator writes its own APIService and no other", () => {
  const policy = policyNamed(platform, "keda-apiservices.fluxibri.ai");
  expect(policy).toContain("system:serviceaccount:keda:keda-operator");
  expect(policy).toContain(String.raw`in [\"v1beta1.external.metrics.k8s.io\"]`);
  expect(release("keda")).toMatch(/kubernetes_manifest\.keda-guard_binding/);
});
