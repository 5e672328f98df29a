import { TerraformOutput, TerraformStack, Testing } from "cdktf";
import { ClusterAccess } from "../../modules/cluster-access/cluster-access";
import { blocks, type StackJson } from "../support/synth";

function synthesized(pullSecretName?: string): StackJson {
  const stack = new TerraformStack(Testing.app(), "stack");
  new ClusterAccess(stack, "access", { namespace: "montage-ai", pullSecretName });
  return JSON.parse(Testing.synth(stack));
}

describe("cluster access", () => {
  it("gives the pods a token, because the app calls the API", () => {
    const [account] = blocks(synthesized(), "kubernetes_service_account_v1");
    expect(account).toMatchObject({
      metadata: { name: "montage-ai-cluster", namespace: "montage-ai" },
      automount_service_account_token: true,
    });
    expect(account).not.toHaveProperty("image_pull_secret");
  });

  it("pulls with the given secret", () => {
    const [account] = blocks(synthesized("ghcr-pull"), "kubernetes_service_account_v1");
    expect(account?.image_pull_secret).toEqual([{ name: "ghcr-pull" }]);
  });

  it("lets the app submit Jobs with their ConfigMaps, and nothing that it never calls", () => {
    const [role] = blocks(synthesized(), "kubernetes_role_v1");
    const submit = ["create", "get", "list", "watch", "delete"];
    expect(role?.rule).toEqual(
      expect.arrayContaining([
        { api_groups: ["batch"], resources: ["jobs"], verbs: submit },
        { api_groups: [""], resources: ["configmaps"], verbs: submit },
      ]),
    );
    expect(JSON.stringify(role)).not.toContain("jobset");
  });

  it("reads no Secrets and has no wildcard, in the namespace or cluster-wide", () => {
    const stack = synthesized();
    const roles = [
      ...blocks(stack, "kubernetes_role_v1"),
      ...blocks(stack, "kubernetes_cluster_role_v1"),
    ];
    expect(roles).toHaveLength(2);
    const text = JSON.stringify(roles);
    expect(text).not.toContain('"secrets"');
    expect(text).not.toContain('"*"');
  });

  it("sees nodes cluster-wide and changes none", () => {
    const [role] = blocks(synthesized(), "kubernetes_cluster_role_v1");
    expect(role?.rule).toEqual([
      { api_groups: [""], resources: ["nodes"], verbs: ["get", "list", "watch"] },
    ]);
  });

  it("hands out the created account's name, so that pods come after it", () => {
    const stack = new TerraformStack(Testing.app(), "stack");
    const access = new ClusterAccess(stack, "access", { namespace: "montage-ai" });
    new TerraformOutput(stack, "account", { value: access.outputs.serviceAccountName });
    const { output } = JSON.parse(Testing.synth(stack));
    expect(output.account.value).toMatch(
      /^\$\{kubernetes_service_account_v1\..+\.metadata\[0\]\.name\}$/,
    );
  });
});
