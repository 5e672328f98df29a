import { HelpAsked, parseCommandLine } from "../../runtime/command-line";
import { driftArguments } from "../../cli/drift/arguments";
import { mirrorArguments } from "../../cli/mirror/arguments";

const OPTIONS = {
  context: { type: "string" },
  chart: { type: "string", multiple: true },
  json: { type: "boolean", default: false },
} as const;

const read = (...args: readonly string[]) => parseCommandLine(args, "use: it", OPTIONS);

test("what was given is told from what has a default", () => {
  expect([...read("a", "--context", "x").given]).toEqual(["--context"]);
});

test.each([["--help"], ["-h"]])("%s is answered with the usage, whatever else is wrong", (help) => {
  expect(() => read("--bogus", help)).toThrow(new HelpAsked("use: it"));
});

test("an option with two values that takes one is refused: the last would win without a word", () => {
  expect(() => read("--context", "a", "--context", "b")).toThrow(
    /--context[^]+"a, b"[^]+given with different values[^]+give it once/,
  );
  expect(read("--context", "a", "--context", "a").values.context).toBe("a");
  expect(read("--chart", "a", "--chart", "b").values.chart).toEqual(["a", "b"]);
});

test.each([
  ["--port", "5001"],
  ["--context", "lab"],
  ["--kubeconfig", "lab.yaml"],
])("mirror: %s is for the port-forward, which --to does without", (option, value) => {
  const args = ["staging", "--to", "127.0.0.1:5000", option, value];
  expect(() => mirrorArguments(args)).toThrow(
    `${option} says nothing beside --to\n  fix:   leave out --to for a port-forward`,
  );
  expect(() => mirrorArguments(["staging", option, value])).not.toThrow();
});

test("drift: a program to plan with is ignored by none", () => {
  expect(() => driftArguments(["staging", "--without-plan", "--binary", "tofu"])).toThrow(
    "--binary says nothing beside --without-plan",
  );
});
