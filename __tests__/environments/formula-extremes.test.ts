import { extremesOf } from "../../environments/formula/extremes";

test.each([
  ["a - b", { a: 0, b: 1 }],
  ["a * 2 - b - 3", { a: 0, b: 0 }],
  ["a > 2 ? a : -1", { a: 0, b: 0 }],
])("%s is below zero somewhere", (formula, values) => {
  expect(extremesOf(formula, ["a", "b"])?.negative?.values).toEqual(values);
});

test.each([
  ["a / b", { a: 1, b: 0 }],
  ["b / a", { a: 0, b: 1 }],
  ["a % b", { a: 1, b: 0 }],
])("%s divides by zero where something is counted", (formula, values) => {
  expect(extremesOf(formula, ["a", "b"])?.undefinedAt?.values).toEqual(values);
});

test.each([
  "a + b",
  "max(a - b, 0)",
  "a - min(a, b)",
  "a / max(b, 1)",
  "b > 0 ? a / b : a",
  "abs(a - b)",
])("%s is a number of 0 or more everywhere, and more than 0 somewhere", (formula) => {
  expect(extremesOf(formula, ["a", "b"])).toEqual({
    negative: undefined,
    undefinedAt: undefined,
    neverPositive: false,
  });
});

test("min(a, 0) is never more than 0", () => {
  expect(extremesOf("min(a, 0)", ["a"])).toMatchObject({
    negative: undefined,
    neverPositive: true,
  });
});

test("what is not read here says nothing", () => {
  expect(extremesOf("count([a, b], # > 1)", ["a", "b"])).toBeUndefined();
});

test("many triggers are tried in bounded time", () => {
  const names = Array.from({ length: 30 }, (_, index) => `t${index}`);
  expect(extremesOf(names.join(" + "), names)?.negative).toBeUndefined();
  expect(extremesOf(names.join(" - "), names)?.negative).toBeDefined();
});

test("a formula is judged by its own names each time", () => {
  expect(extremesOf("a - b", ["a", "b"])?.negative).toBeDefined();
  expect(extremesOf("a - b", ["a"])).toBeUndefined();
  expect(extremesOf("a + b", ["a", "b"])?.negative).toBeUndefined();
  expect(extremesOf("a - b", ["a", "b"])?.negative?.values).toEqual({ a: 0, b: 1 });
});
