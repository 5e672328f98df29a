import { deployEnvironment, type DeployOptions } from "../../../cli/deploy/deploy-environment";
import { planEnvironment } from "../../../cli/operation/plan-environment";
import { deployOptions } from "../../support/deploy-options";
import { FakeTerraform } from "../../support/fake-terraform";
import { temporaryFolder } from "../../support/temporary-folder";

jest.setTimeout(120_000);
jest.mock("../../../runtime/terraform/environment", () => ({ terraformEnvironment: () => ({}) }));
jest.mock("../../../runtime/cluster-client", () =>
  jest.requireActual("../../support/fake-cluster"),
);
jest.mock("../../../runtime/git", () => ({
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

test("what goes on after kept plans goes on with them; the rest of a plan that was agreed to is", async () => {
  const folder = temporaryFolder();
  const [one, two] = ["kubernetes_service_v1.a", "kubernetes_service_v1.b"];
  const both = { changes: [...created(one).changes, ...created(two).changes] };
  const terraform = new FakeTerraform({
    "local-storage": { ...both, fails: { step: "apply", summary: "Unauthorized" } },
  });
  await planEnvironment(pipeline(terraform, "here", folder));
  const { next } = await deployEnvironment(pipeline(terraform, "here", folder));
  expect(next).toContain("local storage");
  expect(next).toMatch(/--plan --yes$/);
  // The first of the two is there now, so the kept plan is of another state.
  terraform.becomes({
    "local-storage": {
      ...created(two),
      fails: { step: "apply", summary: "Saved plan is stale", once: true },
    },
  });
  terraform.again();
  const { applied, failure } = await deployEnvironment(pipeline(terraform, "here", folder));
  expect(failure).toBeUndefined();
  expect(applied.map(({ changes }) => changes.map(({ address }) => address))).toEqual([[two]]);
});

test("a disk that gets full stops it with what was applied, as any failure", async () => {
  const folder = temporaryFolder();
  const terraform = new FakeTerraform({
    "local-storage": created("kubernetes_service_v1.a"),
    "local-platform": created("kubernetes_service_v1.b"),
  });
  const options = { ...pipeline(terraform, "here", folder), stacks: undefined, plan: false };
  const full = Object.assign(new Error("ENOSPC: no space left on device, write"), {
    code: "ENOSPC",
  });
  const { applied, notApplied, failure, next } = await deployEnvironment({
    ...options,
    say: (line) => {
      if (line === "local-platform: applying") throw full;
    },
  });
  expect(applied.map(({ id }) => id)).toEqual(["local-storage"]);
  expect(notApplied).toEqual(["local-platform", "local-workload"]);
  expect(failure).toMatchObject({ message: full.message, remedy: expect.stringContaining("room") });
  expect(next).toContain("local platform workload");
});
