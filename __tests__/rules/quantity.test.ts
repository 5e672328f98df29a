import { quantity } from "../../rules/quantity";

describe("quantity", () => {
  test.each([
    ["250m", 0.25],
    ["2", 2],
    ["0.5", 0.5],
    ["2Gi", 2 * 2 ** 30],
    ["2G", 2e9],
  ])("%s is a number", (text, expected) => {
    expect(quantity(text)).toBe(expected);
  });

  test.each(["", "many", "1Xi", "-1"])('"%s" is none', (text) => {
    expect(quantity(text)).toBeNaN();
  });
});
