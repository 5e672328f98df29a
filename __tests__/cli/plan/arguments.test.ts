import { planArguments } from "../../../cli/plan/arguments";

test.each([
  ["worklod", "use workload"],
  ["montage-ai", "use workload"],
  ["everything", "use one of storage, platform, workload"],
])("of local %s is no stack: the fix is the one that is meant, or all", (given, fix) => {
  expect(() => planArguments(["local", given])).toThrow("is no stack of local");
  expect(() => planArguments(["local", given])).toThrow(fix);
});

test("stacks of an environment are read as they are named", () => {
  expect(planArguments(["local", "workload"]).stacks).toEqual(["workload"]);
});
