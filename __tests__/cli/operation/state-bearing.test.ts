import { destroyedState } from "../../../cli/operation/state-bearing";
import { specOf } from "../../support/synth";

const lost = (
  type: string,
  before: unknown = {},
  action: "create" | "update" | "delete" | "replace" | "forget" = "delete",
  environment: "local" | "production" = "local",
) =>
  destroyedState({ address: `${type}.x`, type, action, because: [], before }, specOf(environment));

test("what holds state is named with what is lost, whether it goes or is replaced", () => {
  expect(lost("kubernetes_persistent_volume_claim_v1")).toContain("files");
  expect(lost("kubernetes_namespace_v1", {}, "replace")).toContain("claims and secrets");
  expect(lost("aws_eks_node_group")).toContain("jobs");
  expect(lost("aws_efs_mount_target")).toContain("files hang");
});

test("what is made, changed in place or only forgotten loses nothing", () => {
  for (const action of ["create", "update", "forget"] as const) {
    expect(lost("kubernetes_persistent_volume_claim_v1", {}, action)).toBeUndefined();
  }
});

test("what the code makes again holds no state", () => {
  expect(lost("kubernetes_deployment_v1")).toBeUndefined();
  expect(lost("kubernetes_manifest", { manifest: { kind: "ScaledObject" } })).toBeUndefined();
});

test("custom resources that others live on are told by their kind", () => {
  expect(lost("kubernetes_manifest", { manifest: { kind: "ExternalSecret" } })).toContain("Secret");
});

test("a chart takes its CRDs along only where they are not kept", () => {
  expect(lost("helm_release", { name: "keda" })).toContain("CRDs");
  expect(lost("helm_release", { name: "keda" }, "delete", "production")).toBeUndefined();
  expect(lost("helm_release", { name: "metrics-server" })).toBeUndefined();
});
