import type { EnvironmentPlan } from "../../cli/operation/plan-environment";
import type { StackPlan } from "../../cli/operation/saved-plans";

/** A plan that updates one resource, or does what is asked to it. */
export function planned(change: Partial<StackPlan["changes"][number]> = {}): EnvironmentPlan {
  const stack: StackPlan = {
    id: "staging-workload",
    stack: "workload",
    basis: "state",
    changes: [{ address: "x.y", type: "x", action: "update", because: [], ...change }],
    counts: { add: 0, change: 1, destroy: 0 },
    changesUnknown: false,
    outputs: [],
  };
  return {
    environment: "staging",
    stacks: [stack],
    notPlanned: [],
    left: { stacks: [], unread: undefined },
    failure: undefined,
    terraform: "terraform 1.11.4",
  };
}

/** A person at the terminal, with one answer for each question. */
export function person(...answers: readonly string[]) {
  const left = [...answers];
  const asked: string[] = [];
  return {
    asked,
    ask: (question: string) => {
      asked.push(question);
      return Promise.resolve(left.shift() ?? "");
    },
  };
}
