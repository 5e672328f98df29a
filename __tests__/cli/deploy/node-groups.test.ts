import { deployEnvironment } from "../../../cli/deploy/deploy-environment";
import { planEnvironment } from "../../../cli/operation/plan-environment";
import { deployOptions } from "../../support/deploy-options";
import { type FakeChange, FakeTerraform } from "../../support/fake-terraform";
import { temporaryFolder } from "../../support/temporary-folder";

jest.setTimeout(120_000);
jest.mock("../../../cli/synthesis/synthesize", () =>
  jest.requireActual("../../support/synthesize-once"),
);
jest.mock("../../../runtime/terraform/environment", () => ({ terraformEnvironment: () => ({}) }));
jest.mock("../../../runtime/cluster-client", () =>
  jest.requireActual("../../support/fake-cluster"),
);
jest.mock("../../../runtime/git", () => ({
  currentCommit: jest.fn(() => ({ id: "c0ffee", uncommitted: [] })),
}));

const GROUP = "aws_eks_node_group.workers";

/** A node group in place: its size of now, and what changes. */
function group(now: number, { max = 24, template = "1", address = GROUP } = {}): FakeChange {
  const at = (maximum: number, version: string) => ({
    scaling_config: [{ min_size: 1, max_size: maximum, desired_size: now }],
    launch_template: [{ id: "lt-1", version }],
  });
  return { address, actions: ["update"], before: at(24, "1"), after: at(max, template) };
}

/** Deploys the first stack, and tells what was said, shown and asked of Terraform. */
function deploying(terraform: FakeTerraform) {
  const folder = temporaryFolder();
  const said: string[] = [];
  const shown: string[] = [];
  const options = deployOptions(terraform, folder, {
    stacks: ["storage"],
    say: (line) => said.push(line),
    show: (text) => shown.push(text),
  });
  return { options, said, shown };
}

test("a kept plan of sizes is planned again right before its apply, for the sizes of that moment", async () => {
  const terraform = new FakeTerraform({
    "local-storage": { changes: [group(3, { max: 26 })], laterChanges: [group(15, { max: 26 })] },
  });
  const { options, said } = deploying(terraform);
  await planEnvironment(options);
  const { applied } = await deployEnvironment({ ...options, plan: true });
  expect(applied).toHaveLength(1);
  expect(terraform.calls("plan", "apply")).toEqual([
    "local-storage plan",
    "local-storage plan",
    "local-storage apply",
  ]);
  expect(said).toContain(
    `local-storage: ${GROUP} has 15 nodes now, 3 when it was planned; it keeps 15`,
  );
});

test("a roll of nodes needs its address, as what holds state does, and the plan says so", async () => {
  const terraform = new FakeTerraform({
    "local-storage": { changes: [group(3, { template: "2" })] },
  });
  const { options, shown } = deploying(terraform);
  await expect(deployEnvironment(options)).rejects.toThrow(
    `local-storage ${GROUP}: its 3 nodes, one after another`,
  );
  expect(shown.join("")).toContain(`ROLLS     local-storage ${GROUP}: takes its 3 nodes`);
  expect(terraform.calls("apply")).toEqual([]);
  const { applied } = await deployEnvironment({ ...options, allowDestroy: [GROUP] });
  expect(applied).toHaveLength(1);
});

test("sizes and a roll in one apply are refused, whoever agrees", async () => {
  const other = "aws_eks_node_group.gpu";
  const terraform = new FakeTerraform({
    "local-storage": {
      changes: [group(3, { max: 26 }), group(2, { template: "2", address: other })],
    },
  });
  const { options } = deploying(terraform);
  await expect(deployEnvironment({ ...options, allowDestroy: [other] })).rejects.toThrow(
    `  rolls    ${other}\n  resizes  ${GROUP}`,
  );
  expect(terraform.calls("apply")).toEqual([]);
});
