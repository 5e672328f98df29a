import { planVerdict } from "../../../cli/plan/verdict";
import type { EnvironmentPlan } from "../../../cli/operation/plan-environment";
import type { StackPlan } from "../../../cli/operation/saved-plans";
import { StackFailure } from "../../../runtime/terraform/stack-failure";

const DEPLOY = "npm run deploy -- local --plan";

function stack(id: string, change: Partial<StackPlan> = {}): StackPlan {
  return {
    id,
    stack: id.replace("local-", ""),
    changes: [],
    changesUnknown: false,
    outputs: [],
    counts: { add: 0, change: 0, destroy: 0 },
    basis: "state",
    because: undefined,
    ...change,
  };
}

const replaced: Partial<StackPlan> = {
  changes: [
    {
      address: "kubernetes_persistent_volume_claim_v1.a",
      type: "kubernetes_persistent_volume_claim_v1",
      action: "replace",
      because: [],
      loses: "the data of claim a",
    },
  ],
  counts: { add: 1, change: 2, destroy: 1 },
};

function verdictOf(plan: Partial<EnvironmentPlan>, deploy: string | undefined = DEPLOY): string {
  return planVerdict(
    {
      environment: "local",
      stacks: [],
      notPlanned: [],
      left: { stacks: [], unread: undefined },
      failure: undefined,
      terraform: "Terraform v1.10.5",
      ...plan,
    },
    deploy,
    (_, text) => text,
  );
}

test("without a change nothing is left to type", () => {
  expect(verdictOf({ stacks: [stack("local-storage"), stack("local-platform")] })).toBe(
    "No change for local, 2 stacks.\n",
  );
});

test("changes are summed up over the stacks, with what is lost and the command that applies them", () => {
  const stacks = [stack("local-storage"), stack("local-workload", replaced)];
  expect(verdictOf({ stacks })).toBe(
    `Changes for local in 1 of 2 stacks: 1 to add, 2 to change, 1 to destroy, 1 of them loses what it holds. Next: ${DEPLOY}\n`,
  );
});

test("plans of another checkout are not applied from here", () => {
  expect(
    planVerdict(
      {
        environment: "local",
        stacks: [stack("local-workload", { outputs: ["a"] })],
        notPlanned: [],
        left: { stacks: [], unread: undefined },
        failure: undefined,
        terraform: "",
      },
      undefined,
      (_, text) => text,
    ),
  ).toBe("Changes for local in 1 of 1 stack: 0 to add, 0 to change, 0 to destroy.\n");
});

test("a stack that failed is named, with how many were not planned after it", () => {
  const failure = new StackFailure("local-platform", "plan", [], "log", false);
  expect(verdictOf({ notPlanned: ["local-platform", "local-workload"], failure })).toBe(
    "local-platform could not be planned, 1 stack not planned. Next: the fix above.\n",
  );
});
