import { deployEnvironment } from "../../../cli/deploy/deploy-environment";
import { CommandFailure } from "../../../runtime/failure";
import { deployOptions } from "../../support/deploy-options";
import { FakeTerraform } from "../../support/fake-terraform";
import { temporaryFolder } from "../../support/temporary-folder";

jest.mock("../../../cli/synthesis/synthesize", () =>
  jest.requireActual("../../support/synthesize-once"),
);
jest.mock("../../../runtime/terraform/environment", () => ({ terraformEnvironment: () => ({}) }));
jest.mock("../../../runtime/cluster-client", () =>
  jest.requireActual("../../support/fake-cluster"),
);
const mockGuard = jest.fn();
jest.mock("../../../cli/deploy/network-policies-guard", () => ({
  requireEnforcedPolicies: (...given: readonly unknown[]): unknown => mockGuard(...given),
}));

const changes = [{ address: "kubernetes_service_v1.a", actions: ["create"] }];

test("every deploy asks whether the cluster enforces network policies, before Terraform is run", async () => {
  mockGuard.mockImplementation(() => Promise.reject(new CommandFailure("open", "close it")));
  const terraform = new FakeTerraform({ "local-storage": { changes } });
  await expect(deployEnvironment(deployOptions(terraform, temporaryFolder()))).rejects.toThrow(
    "open",
  );
  expect(terraform.calls("plan", "test", "apply")).toEqual([]);
});

test("the command that goes on after a failure repeats the reason to accept it", async () => {
  mockGuard.mockImplementation(() => Promise.resolve());
  const terraform = new FakeTerraform({
    "local-storage": { changes, fails: { step: "apply", summary: "Unauthorized", once: true } },
  });
  const options = { openNetwork: "one tenant, until Monday", stacks: ["storage"] as const };
  const { next } = await deployEnvironment(deployOptions(terraform, temporaryFolder(), options));
  expect(mockGuard.mock.calls.at(-1)?.[1]).toBe(options.openNetwork);
  expect(next).toContain(" --accept-open-network 'one tenant, until Monday'");
});
