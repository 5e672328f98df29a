import { areAlternatives, isWithin } from "../../../rules/shared/folders";

describe("two folders", () => {
  test.each([
    ["overlays/staging", "overlays/production"],
    ["apps/web/overlays/a", "apps/web/overlays/b"],
    ["01-hpa", "02-keda"],
    ["step1/app", "step2/app"],
    ["deploy/staging", "deploy/production"],
    ["examples/hpa", "examples/keda"],
  ])("are alternatives by their names: %s and %s", (left, right) => {
    expect(areAlternatives(left, right)).toBe(true);
    expect(areAlternatives(right, left)).toBe(true);
  });

  test.each([
    ["app", "keda"],
    ["app", "app"],
    [".", "keda"],
    ["base", "base/keda"],
    ["worker2", "hpa"],
  ])("are not by theirs: %s and %s", (left, right) => {
    expect(areAlternatives(left, right)).toBe(false);
    expect(areAlternatives(right, left)).toBe(false);
  });

  test("lie in each other by whole names", () => {
    expect(isWithin("a/b", "a")).toBe(true);
    expect(isWithin("a", ".")).toBe(true);
    expect(isWithin("ab", "a")).toBe(false);
    expect(isWithin("a", "a")).toBe(false);
  });
});
