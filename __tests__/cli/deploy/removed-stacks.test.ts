import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { deployEnvironment, type DeployOptions } from "../../../cli/deploy/deploy-environment";
import { renderDeployment } from "../../../cli/deploy/report";
import { deployOptions } from "../../support/deploy-options";
import { type FakeStack, FakeTerraform } from "../../support/fake-terraform";
import { temporaryFolder } from "../../support/temporary-folder";

jest.setTimeout(120_000);
jest.mock("../../../cli/synthesis/synthesize", () =>
  jest.requireActual("../../support/synthesize-once"),
);
jest.mock("../../../runtime/terraform/environment", () => ({ terraformEnvironment: () => ({}) }));
jest.mock("../../../runtime/cluster-client", () =>
  jest.requireActual("../../support/fake-cluster"),
);

const HERE: FakeStack = { applied: true };

let folder: string;
let shown: string[];
beforeEach(() => {
  folder = temporaryFolder();
  shown = [];
});

const deploy = (terraform: FakeTerraform, options: Partial<DeployOptions> = {}) =>
  deployEnvironment(
    deployOptions(terraform, folder, { show: (text) => shown.push(text), ...options }),
  );

test("a namespace does not go while the application in it, which left the code, still has resources", async () => {
  const goes: FakeStack = {
    changes: [
      {
        address: "kubernetes_namespace_v1.namespaces_application-thumbnails_namespace_0A1B2C3D",
        actions: ["delete"],
        before: {},
      },
    ],
  };
  const allowDestroy = (goes.changes ?? []).map(({ address }) => address);
  const terraform = new FakeTerraform({
    "local-storage": HERE,
    "local-platform": goes,
    "local-thumbnails": { kept: 4 },
  });
  await expect(deploy(terraform, { allowDestroy })).rejects.toMatchObject({
    message: expect.stringContaining(
      "local-thumbnails is not in the code any more, its state still holds 4 resources, and kubernetes_namespace_v1",
    ),
    remedy: expect.stringContaining("npx cdktf destroy local-thumbnails"),
  });
  expect(terraform.calls("apply")).toEqual([]);
  terraform.becomes({ "local-storage": HERE, "local-platform": goes });
  const { applied } = await deploy(terraform, { allowDestroy });
  expect(applied.map(({ id }) => id)).toEqual(["local-platform"]);
});

test("an application that left the code and was not destroyed is named before and after the apply", async () => {
  const states = path.join(folder, ".terraform-state");
  mkdirSync(states);
  writeFileSync(
    path.join(states, "local-thumbnails.tfstate"),
    JSON.stringify({ resources: [{ mode: "managed" }, { mode: "data" }] }),
  );
  const outcome = await deploy(
    new FakeTerraform({ "local-storage": HERE, "local-platform": HERE }),
  );
  expect(outcome.left.stacks.map(({ id, resources }) => [id, resources])).toEqual([
    ["local-thumbnails", 1],
  ]);
  expect(shown.join("\n")).toContain("LEFT      local-thumbnails is not in the code any more");
  const text = renderDeployment(outcome, (_color, each) => each);
  expect(text).toContain("npx cdktf destroy local-thumbnails");
  expect(text).toContain("local is as its code says, but for what is left");
});
