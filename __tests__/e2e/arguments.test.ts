import { e2eArguments } from "../../e2e/arguments";
import type { Phase } from "../../e2e/phase";

const PHASES = ["control-plane", "deploy", "destroy"].map((name): Phase => ({
  name,
  title: name,
  run: () => Promise.resolve(""),
}));

const chosen = (...args: readonly string[]) =>
  e2eArguments(args, PHASES).phases.map(({ name }) => name);

test("without a name all phases are run", () => {
  expect(chosen()).toEqual(["control-plane", "deploy", "destroy"]);
});

test("phases that are named are run in their own order, after the one that brings the cluster", () => {
  expect(chosen("destroy")).toEqual(["control-plane", "destroy"]);
  expect(chosen("destroy", "deploy")).toEqual(["control-plane", "deploy", "destroy"]);
  expect(chosen("control-plane")).toEqual(["control-plane"]);
});

test("phases that are named must be run: what they lack is then a failure", () => {
  expect(e2eArguments([], PHASES).named).toBe(false);
  expect(e2eArguments(["deploy"], PHASES).named).toBe(true);
});

test("the table is for people unless --json asks for data", () => {
  expect(e2eArguments([], PHASES).json).toBe(false);
  expect(e2eArguments(["--json", "deploy"], PHASES).json).toBe(true);
});

test("a machine that lacks something fails unless --if-possible lets it pass", () => {
  expect(e2eArguments([], PHASES).ifPossible).toBe(false);
  expect(e2eArguments(["--if-possible"], PHASES).ifPossible).toBe(true);
});

test("what was seen is recorded only if it is asked for", () => {
  expect(e2eArguments([], PHASES).record).toBe(false);
  expect(e2eArguments(["--record"], PHASES).record).toBe(true);
});

test("the testbed has the environment's Kubernetes unless another is asked for", () => {
  expect(e2eArguments([], PHASES).kubernetes).toBeUndefined();
  expect(e2eArguments(["--kubernetes", "1.37"], PHASES).kubernetes).toBe("1.37");
  expect(() => e2eArguments(["--kubernetes", "1.20"], PHASES)).toThrow(
    /there is no testbed of Kubernetes 1\.20[^]+1\.35, 1\.36, 1\.37/,
  );
});

test("unknown phases are all named, with those that there are", () => {
  expect(() => chosen("deploy", "brust", "destory")).toThrow(
    [
      "command line",
      '  is:    "deploy brust destory"',
      "  error: unknown phase brust, destory; phases are control-plane, deploy, destroy",
      "  fix:   use: npm run test:e2e -- [PHASE...] [--kubernetes MINOR] [--record] [--json] [--if-possible]",
    ].join("\n"),
  );
});

test("an unknown option is named", () => {
  expect(() => chosen("--jsn")).toThrow(/--jsn[^]+use --json/);
});
