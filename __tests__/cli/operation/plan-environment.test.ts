import { environmentName } from "../../../environments";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { hasChanges, planEnvironment } from "../../../cli/operation/plan-environment";
import { planReport } from "../../../cli/plan/report";
import { type FakeStack, FakeTerraform } from "../../support/fake-terraform";
import { temporaryFolder } from "../../support/temporary-folder";

jest.setTimeout(120_000);
jest.mock("../../../cli/synthesis/synthesize", () =>
  jest.requireActual("../../support/synthesize-once"),
);
jest.mock("../../../runtime/terraform/environment", () => ({ terraformEnvironment: () => ({}) }));

const NEW: FakeStack = { changes: [{ address: "kubernetes_service_v1.a", actions: ["create"] }] };
const HERE: FakeStack = { applied: true };

function plan(terraform: FakeTerraform, folder = temporaryFolder()) {
  return planEnvironment({
    environment: environmentName("local"),
    binary: terraform.program,
    folder,
    env: { CHART_MIRROR: "", KUBECONFIG: "", KUBE_CONTEXT: "" },
    say: () => undefined,
  });
}

test("stacks are planned in order, and with declared values where earlier ones were never applied", async () => {
  const terraform = new FakeTerraform({ "local-storage": NEW, "local-workload": NEW });
  const { stacks, failure } = await plan(terraform);
  expect(failure).toBeUndefined();
  expect(stacks.slice(0, 3).map(({ id, basis }) => [id, basis])).toEqual([
    ["local-storage", "state"],
    ["local-platform", "state"],
    ["local-workload", "declared"],
  ]);
  expect(stacks[2]?.because).toBe(
    "local-platform was never applied, local-storage was never applied",
  );
  expect(terraform.calls("plan", "test")).toEqual([
    "local-storage plan",
    "local-platform plan",
    "local-workload test",
  ]);
});

test("without a change nothing is to do, and every plan is kept with what it was made from", async () => {
  const terraform = new FakeTerraform({ "local-storage": HERE, "local-platform": HERE });
  const folder = temporaryFolder();
  const result = await plan(terraform, folder);
  expect(result.stacks.some(hasChanges)).toBe(false);
  expect(JSON.parse(planReport(result))).toMatchObject({ outcome: "no change" });
  const kept = path.join(folder, ".plans/local");
  expect(existsSync(path.join(kept, "local-workload.tfplan"))).toBe(true);
  const record: unknown = JSON.parse(
    readFileSync(path.join(kept, "local-workload.plan.json"), "utf8"),
  );
  expect(record).toMatchObject({
    code: expect.stringMatching(/^[0-9a-f]{64}$/),
    upstream: expect.stringMatching(/^[0-9a-f]{64}$/),
    product: "terraform",
    terraform: "1.11.4",
  });
});

test("a stack that fails ends it, with cause and fix, and later ones are not planned", async () => {
  const terraform = new FakeTerraform({
    "local-platform": {
      fails: {
        step: "plan",
        summary: "Kubernetes cluster unreachable",
        detail: "connection refused",
      },
    },
  });
  const { failure, notPlanned, stacks } = await plan(terraform);
  expect(stacks.map(({ id }) => id)).toEqual(["local-storage"]);
  expect(notPlanned.slice(0, 2)).toEqual(["local-platform", "local-workload"]);
  expect(failure?.message).toBe(
    "local-platform: plan failed\n  Kubernetes cluster unreachable: connection refused",
  );
  expect(failure?.remedy).toContain("KUBECONFIG");
});

test("a failure of init is read from its words for people", async () => {
  const terraform = new FakeTerraform({
    "local-storage": {
      fails: { step: "init", summary: "Required token could not be found", detail: "Run login." },
    },
  });
  const { failure } = await plan(terraform);
  expect(failure?.message).toContain("Required token could not be found");
  expect(failure?.remedy).toContain("TF_TOKEN_app_terraform_io");
});

test("a kind that an earlier stack is about to bring is planned with declared values", async () => {
  const terraform = new FakeTerraform({
    "local-storage": HERE,
    "local-platform": { ...HERE, ...NEW },
    "local-workload": {
      ...NEW,
      fails: { step: "plan", summary: 'no matches for kind "ScaledObject"' },
      state: {
        values: {
          root_module: {
            resources: [
              {
                address: "kubernetes_service_v1.a",
                mode: "managed",
                type: "kubernetes_service_v1",
              },
              {
                address: "kubernetes_secret_v1.old",
                mode: "managed",
                type: "kubernetes_secret_v1",
              },
            ],
          },
        },
      },
    },
  });
  const { stacks } = await plan(terraform);
  const workload = stacks[2];
  expect(workload).toMatchObject({ basis: "declared", changesUnknown: true });
  expect(workload?.because).toContain("before local-platform is applied");
  // What is there and stays is no news; what the code no longer has goes.
  expect(workload?.changes).toEqual([
    expect.objectContaining({ address: "kubernetes_secret_v1.old", action: "delete" }),
  ]);
});

test("without such an earlier stack a missing kind is an error", async () => {
  const terraform = new FakeTerraform({
    "local-storage": HERE,
    "local-platform": HERE,
    "local-workload": { fails: { step: "plan", summary: 'no matches for kind "ScaledObject"' } },
  });
  const { failure } = await plan(terraform);
  expect(failure?.remedy).toContain("npm run deploy -- local platform");
});

test("a stack that the environment lacks is named with those that it has", async () => {
  const terraform = new FakeTerraform();
  await expect(
    planEnvironment({
      environment: environmentName("local"),
      stacks: ["secrets"],
      binary: terraform.program,
      folder: temporaryFolder(),
      env: { CHART_MIRROR: "" },
      say: () => undefined,
    }),
  ).rejects.toThrow("local has no stack secrets");
});
