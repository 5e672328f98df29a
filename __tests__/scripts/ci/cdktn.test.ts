import { verdict, withCdktn } from "../../../scripts/ci/lib/cdktn";
import { compareStacks } from "../../../cli/operation/stack-changes";

const summary = (before: object, after: object) => ({
  baseFound: true,
  warnings: [],
  stacks: compareStacks({ ...before }, { ...after }),
});
const STACK = { resource: { a_b: { c: { d: 1 } } }, "//": { metadata: { version: "0.21.0" } } };

test("cdktn stands under cdktf's name, for the bindings' peers as well; all else stays", () => {
  const changed: unknown = JSON.parse(
    withCdktn('{"name":"x","dependencies":{"cdktf":"0.21.0","a":"1"},"overrides":{"b":"2"}}'),
  );
  expect(changed).toEqual({
    name: "x",
    dependencies: { cdktf: expect.stringMatching(/^npm:cdktn@\d+\.\d+\.\d+$/), a: "1" },
    overrides: { b: "2", cdktf: "$cdktf" },
  });
});

test("stacks that differ in the library's own version alone are equal", () => {
  const other = { ...STACK, "//": { metadata: { version: "0.24.0" } } };
  expect(verdict(summary({ a: STACK, b: STACK }, { a: other, b: other }))).toMatchObject({
    same: true,
    line: expect.stringMatching(/^2 of 2 stacks are equal with cdktn/),
  });
});

test.each([
  ["another attribute", { a: { ...STACK, resource: { a_b: { c: { d: 2 } } } } }, "a (changed)"],
  ["another logical id", { a: { ...STACK, resource: { a_b: { e: { d: 1 } } } } }, "a (changed)"],
  ["a missing stack", {}, "a (removed)"],
])("%s is named and fails", (_, after, named) => {
  const { same, line } = verdict(summary({ a: STACK }, after));
  expect(same).toBe(false);
  expect(line).toContain(named);
});

test("no stacks at all prove nothing", () => {
  expect(verdict(summary({}, {})).same).toBe(false);
  expect(verdict({ baseFound: false, warnings: [], stacks: [] }).same).toBe(false);
});
