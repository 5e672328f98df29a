import { environmentName } from "../../../environments";
import { policyArguments } from "../../../cli/policy/arguments";
import { runScript } from "../../support/run-script";
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

test("every document is printed for people with what it is", async () => {
  const { status, stdout, stderr } = await runScript("cli/policy/index.ts", ["production"]);
  expect([status, stderr]).toEqual([0, ""]);
  expect(stdout).toMatch(/^plan: \d+ of 6144 characters$/m);
  expect(stdout).toMatch(/^trust-plan: who may take the role that plans$/m);
});
