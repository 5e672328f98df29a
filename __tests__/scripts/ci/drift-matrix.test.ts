import { driftMatrix } from "../../../scripts/ci/lib/drift-matrix";
import { specOf } from "../../support/synth";

const all = ["local", "staging", "production"].map(specOf);

test("an EKS cluster is looked at from GitHub's runners, k3s from its own network", () => {
  expect(driftMatrix(all, '["staging","production","local"]')).toEqual({
    cloud: '["production"]',
    network: '["staging"]',
  });
});

test("who is not named is not looked at, and nobody without the variable", () => {
  expect(driftMatrix(all, '["production"]').network).toBe("[]");
  expect(driftMatrix(all, "")).toEqual({ cloud: "[]", network: "[]" });
});

test("a list that is none, and a name that nobody has, are refused with the variable's name", () => {
  expect(() => driftMatrix(all, "staging")).toThrow(/PLAN_ENVIRONMENTS[^]*no JSON list/);
  expect(() => driftMatrix(all, '["stagin"]')).toThrow(/PLAN_ENVIRONMENTS[^]*stagin/);
});
