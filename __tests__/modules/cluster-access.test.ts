import { TerraformOutput, TerraformStack, Testing } from "cdktf";
import {
  ClusterAccess,
  type ClusterAccessProps,
} from "../../modules/cluster-access/cluster-access";
import { submissionsOf } from "../../modules/cluster-access/submissions";
import { clusterMode } from "../../applications/montage-ai";
import type { EnvironmentSpec } from "../../environments/schema";
import { blocks, specOf, type StackJson } from "../support/synth";
import { manifests, podOf, workloadOf, workloadStack } from "../support/workload";
import { montageAiIn, withApplication } from "../support/applications";

const SUBMITS = {
  application: "montage-ai",
  ...clusterMode.submission,
  repositories: ["127.0.0.1:30500/montage-ai", "ghcr.io/acme/montage-ai"],
  claims: ["montage-input", "montage-output"],
  pullSecretName: "ghcr-pull",
};

function synthesized(props: Partial<ClusterAccessProps> = {}): StackJson {
  const stack = new TerraformStack(Testing.app(), "stack");
  new ClusterAccess(stack, "access", {
    application: "montage-ai",
    namespace: "montage-ai",
    ...props,
  });
  return JSON.parse(Testing.synth(stack));
}

const submitted = (spec: EnvironmentSpec) => submissionsOf(montageAiIn(spec), spec);

function withClusterMode(name: string): EnvironmentSpec {
  const spec = specOf(name);
  const settings = { ...montageAiIn(spec).settings, ...clusterMode.settings };
  return withApplication(spec, { ...clusterMode, settings });
}

const policies = (stack: StackJson) =>
  Object.fromEntries(
    manifests(stack, "ValidatingAdmissionPolicy").map((policy) => [
      JSON.parse(JSON.stringify(policy)).metadata.name,
      JSON.stringify(policy),
    ]),
  );

describe("without CLUSTER_MODE", () => {
  it("the account has no right, in the namespace or cluster-wide", () => {
    const stack = synthesized();
    expect(Object.keys(stack.resource ?? {})).toEqual(["kubernetes_service_account_v1"]);
  });

  it("no pod of the app gets a token, and none reaches the API server", () => {
    for (const name of ["local", "staging", "production"] as const) {
      const stack = workloadStack(name);
      for (const pod of ["montage-ai-web", "montage-ai-worker"]) {
        expect(podOf(stack, pod)).toMatchObject({ automount_service_account_token: false });
      }
      const text = JSON.stringify(
        blocks(stack, "kubernetes_network_policy_v1").filter((policy) =>
          JSON.stringify(policy["metadata"]).includes('"allow-kubernetes-api"'),
        ),
      );
      expect(text).toContain('"values":["deletion-cost"]');
    }
  });

  it("the account pulls with the given secret, and mounts no token by itself", () => {
    const [account] = blocks(
      synthesized({ pullSecretName: "ghcr-pull" }),
      "kubernetes_service_account_v1",
    );
    expect(account).toMatchObject({
      metadata: { name: "montage-ai-cluster", namespace: "montage-ai" },
      automount_service_account_token: false,
      image_pull_secret: [{ name: "ghcr-pull" }],
    });
    const [without] = blocks(synthesized(), "kubernetes_service_account_v1");
    expect(without).not.toHaveProperty("image_pull_secret");
  });
});

describe("with CLUSTER_MODE", () => {
  const stack = synthesized({ submits: SUBMITS });

  it("the account may do what job_submitter.py calls, and nothing else", () => {
    const [role] = blocks(stack, "kubernetes_role_v1");
    expect(role?.["rule"]).toEqual([
      { api_groups: ["batch"], resources: ["jobs"], verbs: ["create", "get", "list", "delete"] },
      { api_groups: ["batch"], resources: ["jobs/status"], verbs: ["get"] },
      { api_groups: [""], resources: ["configmaps"], verbs: ["create"] },
      { api_groups: [""], resources: ["pods"], verbs: ["list"] },
      { api_groups: [""], resources: ["pods/log"], verbs: ["get"] },
    ]);
    const [nodes] = blocks(stack, "kubernetes_cluster_role_v1");
    expect(nodes?.["rule"]).toEqual([{ api_groups: [""], resources: ["nodes"], verbs: ["list"] }]);
  });

  it("the policies that bound its Jobs and ConfigMaps come before the right to make them", () => {
    const [role] = blocks(stack, "kubernetes_role_v1");
    const before = JSON.stringify(role?.["depends_on"]);
    for (const part of ["guard_jobs", "guard_jobs-binding", "guard_configmaps"]) {
      expect(before).toMatch(new RegExp(`kubernetes_manifest\\.[^"]*${part}_`));
    }
  });

  it("its Jobs are bounded by image, claims, account, labels and what asks for privilege", () => {
    const found = policies(stack);
    const jobs = found["app-jobs.montage-ai.fluxibri.ai"] ?? "";
    expect(jobs).toContain("system:serviceaccount:montage-ai:montage-ai-cluster");
    for (const text of [
      "127.0.0.1:30500/montage-ai:",
      "ghcr.io/acme/montage-ai@",
      "montage-output",
      "ghcr-pull",
      "scene-detection",
      "manualSelector",
      "variables.pod.tolerations",
      "resourceFieldRef",
    ]) {
      expect(jobs).toContain(text);
    }
    expect(found["app-configmaps.montage-ai.fluxibri.ai"]).toContain("scene-detect-config-");
  });

  it("deletions are judged as well: Jobs of others, and programs in ConfigMaps", () => {
    for (const policy of Object.values(policies(stack))) {
      expect(policy).toContain('"operations":["CREATE","UPDATE","DELETE"]');
      expect(policy).toContain('"failurePolicy":"Fail"');
    }
  });

  it("an environment allows its images of all sources, and the claims that it mounts", () => {
    expect(submitted(withClusterMode("staging"))).toEqual({
      ...clusterMode.submission,
      application: "montage-ai",
      repositories: ["127.0.0.1:30500/montage-ai", "ghcr.io/mfahsold/montage-ai"],
      claims: ["input", "output", "music", "assets", "cache"].map((name) => `montage-${name}`),
      pullSecretName: "ghcr-pull",
    });
    expect(submitted(specOf("staging"))).toBeUndefined();
  });

  it("while a claim moves, its successor may be mounted, too", () => {
    const spec = withClusterMode("local");
    const moving = {
      ...spec,
      switches: { ...spec.switches, claimMoves: { "montage-input": "copying" as const } },
    };
    expect(submitted(moving)?.claims).toEqual(
      expect.arrayContaining(["montage-input", "montage-input-rwx"]),
    );
  });

  it("web and workers get a token and reach the API server", () => {
    const whole = workloadOf(withClusterMode("local"));
    expect(podOf(whole, "montage-ai-worker")).toMatchObject({
      automount_service_account_token: true,
    });
    const text = JSON.stringify(blocks(whole, "kubernetes_network_policy_v1"));
    expect(text).toContain('"values":["web","worker","deletion-cost"]');
  });
});

it("hands out the created account's name, so that pods come after it", () => {
  const stack = new TerraformStack(Testing.app(), "stack");
  const access = new ClusterAccess(stack, "access", {
    application: "montage-ai",
    namespace: "montage-ai",
  });
  new TerraformOutput(stack, "account", { value: access.outputs.serviceAccountName });
  const { output } = JSON.parse(Testing.synth(stack));
  expect(output.account.value).toMatch(
    /^\$\{kubernetes_service_account_v1\..+\.metadata\[0\]\.name\}$/,
  );
});
