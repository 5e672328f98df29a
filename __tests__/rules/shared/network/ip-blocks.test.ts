import { contains, isEverywhere, mayHoldPods } from "../../../../rules/shared/network/ip-blocks";

describe("address blocks", () => {
  test.each([
    ["10.0.0.0/8", "10.42.0.0/16", true],
    ["10.42.0.0/16", "10.0.0.0/8", false],
    ["10.42.0.0/16", "10.43.0.0/16", false],
    ["0.0.0.0/0", "10.0.0.0/8", true],
    ["0.0.0.0/0", "fd00::/64", false],
    ["fc00::/7", "fd00::/64", true],
    ["not-a-block", "10.0.0.0/8", false],
  ])("%s contains %s: %s", (outer, inner, expected) => {
    expect(contains(outer, inner)).toBe(expected);
  });

  test("pods may be wherever a private network is left in a block", () => {
    expect(mayHoldPods("10.42.0.0/16", [])).toBe(true);
    expect(mayHoldPods("10.42.0.0/16", ["10.42.0.0/16"])).toBe(false);
    expect(mayHoldPods("0.0.0.0/0", ["10.0.0.0/8"])).toBe(true);
    expect(mayHoldPods("8.8.8.0/24", [])).toBe(false);
  });

  test("everywhere is every address without exception", () => {
    expect(isEverywhere("0.0.0.0/0", [])).toBe(true);
    expect(isEverywhere("0.0.0.0/0", ["10.0.0.0/8"])).toBe(false);
    expect(isEverywhere("10.0.0.0/8", [])).toBe(false);
  });
});
