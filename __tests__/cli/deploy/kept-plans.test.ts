import { deployEnvironment, type DeployOptions } from "../../../cli/deploy/deploy-environment";
import { planEnvironment } from "../../../cli/plan/plan-environment";
import { deployOptions } from "../../support/deploy-options";
import { FakeTerraform } from "../../support/fake-terraform";
import { temporaryFolder } from "../../support/temporary-folder";

jest.setTimeout(120_000);
jest.mock("../../../cli/terraform-environment", () => ({ terraformEnvironment: () => ({}) }));
jest.mock("../../../testbed/cluster-client", () =>
  jest.requireActual("../../support/fake-cluster"),
);
jest.mock("../../../cli/plan/git", () => ({
  currentCommit: () => ({ id: "c0ffee", uncommitted: [] }),
}));

const created = (address: string) => ({ changes: [{ address, actions: ["create"] }] });

/** A deploy of the pipeline: plans were kept and approved, and nobody is there to be asked. */
function pipeline(terraform: FakeTerraform, context: string, folder: string): DeployOptions {
  return deployOptions(terraform, folder, {
    stacks: ["storage"],
    env: { CHART_MIRROR: "", KUBECONFIG: "", KUBE_CONTEXT: context },
    plan: true,
  });
}

test.each([
  ["does the same is applied", "kubernetes_service_v1.a", ["local-storage apply"]],
  ["does something else is refused: the yes was for another", "kubernetes_job_v1.b", []],
])("a plan that is made again and %s", async (_what, address, applied) => {
  const folder = temporaryFolder();
  const terraform = new FakeTerraform({ "local-storage": created("kubernetes_service_v1.a") });
  await planEnvironment(pipeline(terraform, "here", folder));
  terraform.becomes({ "local-storage": created(address) });
  const deployed = deployEnvironment(pipeline(terraform, "elsewhere", folder));
  if (applied.length === 0) await expect(deployed).rejects.toThrow("no terminal to ask on");
  else expect((await deployed).failure).toBeUndefined();
  expect(terraform.calls("apply")).toEqual(applied);
});
