import { deployEnvironment } from "../../../cli/deploy/deploy-environment";
import { synthesize } from "../../../cli/synthesis/synthesize";
import { environmentName, loadEnvironment } from "../../../environments";
import { deployOptions } from "../../support/deploy-options";
import { FakeTerraform } from "../../support/fake-terraform";
import { temporaryFolder } from "../../support/temporary-folder";

jest.setTimeout(120_000);
jest.mock("../../../runtime/terraform/environment", () => ({ terraformEnvironment: () => ({}) }));
jest.mock("../../../cli/deploy/unlock", () => ({ unlock: () => Promise.resolve() }));

function deploy(terraform: FakeTerraform, folder: string) {
  return deployEnvironment(deployOptions(terraform, folder, { stacks: ["storage"] }));
}

test("after a kill, what was made and not written down is taken over; otherwise it is an error", async () => {
  const folder = temporaryFolder();
  const address = addressOf("local-storage", "kubernetes_storage_class_v1");
  const terraform = new FakeTerraform({
    "local-storage": {
      changes: [{ address, actions: ["create"] }],
      fails: { step: "apply", summary: "x already exists", address, once: true },
    },
  });
  const { failure } = await deploy(terraform, folder);
  expect(failure?.message).toContain("already exists");
  terraform.again();
  const { applied } = await deploy(terraform, folder);
  expect(applied).toHaveLength(1);
  expect(terraform.calls("import")).toEqual(["local-storage import"]);
  expect(terraform.arguments("import").slice(-2)).toEqual([address, "montage-node-local"]);
});

/** Address of the first resource of a type, as it was synthesized. */
function addressOf(stack: string, type: string): string {
  const spec = loadEnvironment(environmentName("local"), { CHART_MIRROR: "" });
  const { environments } = synthesize([spec], undefined);
  const json = environments[0]?.stacks.find(({ id }) => id === stack)?.json;
  const name = new RegExp(`"${type}":\\{"([^"]+)"`).exec(JSON.stringify(json))?.[1];
  return `${type}.${name}`;
}
