import { environmentName } from "../../../environments";
import { policyArguments } from "../../../cli/policy/arguments";
import { environmentPolicies } from "../../../cli/policy/environment-policies";

test("production has a document for plans and at least one for applies", () => {
  const names = environmentPolicies(environmentName("production"), {}).map(([name]) => name);
  expect(names.slice(0, 2)).toEqual(["plan", "apply-1"]);
});

test("an environment without AWS is refused with its kind", () => {
  expect(() => environmentPolicies(environmentName("staging"), {})).toThrow(/kind k3s/);
});

test("one environment is asked for, with the usage", () => {
  expect(() => policyArguments([])).toThrow(/an environment is missing/);
  expect(() => policyArguments(["staging", "production"])).toThrow(/one environment at a time/);
  expect(policyArguments(["production", "--document", "plan"])).toEqual({
    environment: "production",
    document: "plan",
    json: false,
  });
});
