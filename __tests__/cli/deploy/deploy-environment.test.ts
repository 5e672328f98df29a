import { environmentName } from "../../../environments";
import { deployEnvironment, type DeployOptions } from "../../../cli/deploy/deploy-environment";
import { planEnvironment } from "../../../cli/operation/plan-environment";
import { currentCommit } from "../../../runtime/git";
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
jest.mock("../../../runtime/git", () => ({
  currentCommit: jest.fn(() => ({ id: "c0ffee", uncommitted: [] })),
}));

const create = (address: string) => ({ address, actions: ["create"] });
const NEW: FakeStack = { changes: [create("kubernetes_service_v1.a")] };
const HERE: FakeStack = { applied: true };
const CLAIM = "kubernetes_persistent_volume_claim_v1.input";
const LOSES: FakeStack = {
  changes: [{ address: CLAIM, actions: ["delete", "create"], replace_paths: [["spec", "size"]] }],
};

let folder: string;
let shown: string[];
beforeEach(() => {
  folder = temporaryFolder();
  shown = [];
});

function optionsFor(terraform: FakeTerraform, options: Partial<DeployOptions> = {}): DeployOptions {
  return deployOptions(terraform, folder, { show: (text) => shown.push(text), ...options });
}

/** Of the platform's stacks or the first application's, not of another application's. */
const ofFirst = (call: string) => /^local-(storage|platform|workload)\b/.test(call);

const deploy = (terraform: FakeTerraform, options?: Partial<DeployOptions>) =>
  deployEnvironment(optionsFor(terraform, options));

test("stacks are applied in order; one that was planned with declared values is planned again first", async () => {
  const terraform = new FakeTerraform({
    "local-storage": NEW,
    "local-platform": NEW,
    "local-workload": NEW,
  });
  const { applied, failure, next } = await deploy(terraform);
  expect(failure).toBeUndefined();
  expect(next).toBeUndefined();
  expect(applied.map(({ id }) => id)).toEqual([
    "local-storage",
    "local-platform",
    "local-workload",
  ]);
  expect(terraform.calls("plan", "test", "apply").filter(ofFirst)).toEqual([
    "local-storage plan",
    "local-platform plan",
    "local-workload test",
    "local-storage apply",
    "local-platform apply",
    "local-workload plan",
    "local-workload apply",
  ]);
  expect(shown).toHaveLength(1);
});

test("it stops at the first failure, says what is applied and what not, and how to go on", async () => {
  const terraform = new FakeTerraform({
    "local-storage": NEW,
    "local-platform": { ...NEW, fails: { step: "apply", summary: "Unauthorized", once: true } },
    "local-workload": NEW,
  });
  const { applied, notApplied, failure, next } = await deploy(terraform);
  expect(applied.map(({ id }) => id)).toEqual(["local-storage"]);
  expect(notApplied.filter(ofFirst)).toEqual(["local-platform", "local-workload"]);
  expect(failure?.remedy).toContain("log in again");
  expect(next).toBe(
    `npm run deploy -- local ${notApplied.map((id) => id.replace("local-", "")).join(" ")} --binary ${terraform.program} --yes`,
  );
  expect(terraform.calls("apply")).toEqual(["local-storage apply", "local-platform apply"]);
});

test("what holds state is not destroyed without its name, whoever says yes", async () => {
  const terraform = new FakeTerraform({
    "local-storage": HERE,
    "local-platform": HERE,
    "local-workload": LOSES,
  });
  await expect(deploy(terraform)).rejects.toThrow(`local-workload ${CLAIM}: its volume`);
  expect(terraform.calls("apply")).toEqual([]);
  expect(shown.join("")).toContain(`REPLACES  local-workload ${CLAIM} (forced by spec.size)`);
  const { applied } = await deploy(terraform, { allowDestroy: [CLAIM] });
  expect(applied.map(({ id }) => id)).toEqual(["local-workload"]);
});

test("on a terminal the address of what holds state is typed, then yes", async () => {
  const terraform = new FakeTerraform({
    "local-storage": HERE,
    "local-platform": HERE,
    "local-workload": LOSES,
  });
  const answers = (...texts: readonly string[]) => {
    const left = [...texts];
    return { yes: false, ask: () => Promise.resolve(left.shift() ?? "") };
  };
  await expect(deploy(terraform, answers("yes"))).rejects.toThrow("refused");
  await expect(deploy(terraform, answers(CLAIM, "no"))).rejects.toThrow("you did not say yes");
  expect(terraform.calls("apply")).toEqual([]);
  const { applied } = await deploy(terraform, answers(CLAIM, "yes"));
  expect(applied).toHaveLength(1);
});

test("without a terminal and without --yes nothing is applied", async () => {
  const terraform = new FakeTerraform({ "local-storage": NEW });
  await expect(deploy(terraform, { yes: false })).rejects.toThrow("no terminal to ask on");
  expect(terraform.calls("apply")).toEqual([]);
});

test("kept plans are applied as they are, and made again when the code has changed since", async () => {
  const stacks = { "local-storage": HERE, "local-platform": HERE, "local-workload": NEW };
  const terraform = new FakeTerraform(stacks);
  await planEnvironment(optionsFor(terraform));
  const planned = terraform.calls("plan").length;
  await deploy(terraform, { plan: true });
  expect(terraform.calls("plan")).toHaveLength(planned);
  const another = new FakeTerraform(stacks);
  await planEnvironment(optionsFor(another));
  await deploy(another, { plan: true, env: { CHART_MIRROR: "", KUBE_CONTEXT: "elsewhere" } });
  expect(another.calls("plan")).toHaveLength(2 * planned);
});

test("a plan that differs when its turn comes is shown again, and refused anew where it destroys state", async () => {
  const terraform = new FakeTerraform({
    "local-storage": NEW,
    "local-platform": NEW,
    // Declared values showed nothing of the claim.
    "local-workload": { ...NEW, laterChanges: LOSES.changes },
  });
  await planEnvironment(optionsFor(terraform));
  terraform.becomes({
    "local-storage": NEW,
    "local-platform": NEW,
    "local-workload": { changes: LOSES.changes },
  });
  const { applied, failure, notApplied } = await deploy(terraform, { plan: true });
  expect(applied.map(({ id }) => id)).toEqual(["local-storage", "local-platform"]);
  expect(notApplied.filter(ofFirst)).toEqual(["local-workload"]);
  expect(failure?.message).toContain("refused");
  expect(shown.at(-1)).toContain("the plan differs from the one that was shown");
});

test("a plan that somebody else's apply made stale is made again once", async () => {
  const terraform = new FakeTerraform({
    "local-storage": {
      ...NEW,
      fails: { step: "apply", summary: "Saved plan is stale", once: true },
    },
    "local-platform": HERE,
  });
  const { applied } = await deploy(terraform, { stacks: ["storage"] });
  expect(applied.map(({ id }) => id)).toEqual(["local-storage"]);
  expect(terraform.calls("plan", "apply")).toEqual([
    "local-storage plan",
    "local-storage apply",
    "local-storage plan",
    "local-storage apply",
  ]);
});

const KEDA_OFF: Readonly<Record<string, FakeStack>> = {
  "local-storage": HERE,
  "local-platform": {
    ...HERE,
    changes: [{ address: "helm_release.keda_release_1", actions: ["delete"], before: {} }],
  },
  "local-workload": {
    changes: [{ address: "kubernetes_manifest.scaler", actions: ["delete"], before: {} }],
    state: {
      values: {
        root_module: {
          resources: [
            {
              address: "kubernetes_manifest.scaler",
              mode: "managed",
              type: "kubernetes_manifest",
              values: { manifest: { apiVersion: "keda.sh/v1alpha1", kind: "ScaledObject" } },
            },
          ],
        },
      },
    },
  },
};

test("when a controller goes, what it has finalizers on goes first", async () => {
  const terraform = new FakeTerraform(KEDA_OFF);
  const { applied } = await deploy(terraform);
  expect(applied.map(({ id }) => id)).toEqual(["local-workload", "local-platform"]);
});

test("a controller does not go alone while a later stack has objects of its kinds", async () => {
  const terraform = new FakeTerraform(KEDA_OFF);
  await expect(deploy(terraform, { stacks: ["platform"] })).rejects.toThrow(
    "would remove a controller that local-workload still has objects of",
  );
  expect(terraform.calls("apply")).toEqual([]);
});

test("a controller does not go while a stack that left the code still has resources", async () => {
  const terraform = new FakeTerraform({ ...KEDA_OFF, "local-secrets": { kept: 3 } });
  await expect(deploy(terraform)).rejects.toThrow(
    "local-secrets is not in the code any more, its state still holds 3 resources",
  );
  expect(terraform.calls("apply")).toEqual([]);
});

test("production is refused while files differ from the commit", async () => {
  jest.mocked(currentCommit).mockReturnValue({ id: "c0ffee", uncommitted: [" M charts.yaml"] });
  const terraform = new FakeTerraform();
  await expect(deploy(terraform, { environment: environmentName("production") })).rejects.toThrow(
    " M charts.yaml",
  );
});
