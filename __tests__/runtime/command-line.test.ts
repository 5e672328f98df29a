import { spawnSync } from "node:child_process";
import { takenByNpm } from "../../runtime/taken-by-npm";
import { CommandLine, HelpAsked } from "../../runtime/command-line";
import { driftArguments } from "../../cli/drift/arguments";
import { mirrorArguments } from "../../cli/mirror/arguments";

const COMMAND = new CommandLine({
  call: "npm run it --",
  does: "Does it.",
  takes: "ENVIRONMENT",
  statuses: { 0: "it is done", 1: "failed", 2: "wrong usage" },
  options: {
    by: { type: "string", value: "NEW", required: true, does: "does it by this" },
    context: { type: "string", value: "NAME", default: "here", does: "context" },
    chart: { type: "string", value: "NAME", multiple: true, does: "a chart" },
    json: { type: "boolean", default: false, does: "prints for machines" },
  },
});

const INPUT = new CommandLine({
  call: "npm run it --",
  does: "Does it.",
  takes: "",
  options: { tag: { type: "string", mayBeEmpty: true, does: "tag" } },
});

const read = (...args: readonly string[]) => COMMAND.parse(args);

test("usage and help come from the options", () => {
  expect(COMMAND.usage).toBe(
    "use: npm run it -- ENVIRONMENT --by NEW [--context NAME] [--chart NAME]... [--json]",
  );
  expect(() => read("--help")).toThrow(
    new HelpAsked(
      [
        COMMAND.usage,
        "",
        "Does it.",
        "",
        "  --by NEW        does it by this",
        "  --context NAME  context (default: here)",
        "  --chart NAME    a chart",
        "  --json          prints for machines",
        "  --no-color      no colors, as NO_COLOR=1; FORCE_COLOR=1: in pipes, too",
        "",
        "exit status:",
        "  0  it is done",
        "  1  failed",
        "  2  wrong usage",
      ].join("\n"),
    ),
  );
});

test("a command with several uses shows each with its own options", () => {
  const { usage } = new CommandLine({
    call: "npm run it --",
    does: "Does it.",
    takes: "",
    options: { plan: { type: "string", does: "of a plan" }, json: { type: "boolean", does: "" } },
    forms: [
      { takes: "[NAME]", options: ["json"] },
      { takes: "--plan FILE", options: [] },
    ],
  });
  expect(usage).toBe("use: npm run it -- [NAME] [--json]\nor   npm run it -- --plan FILE");
});

test("what was given is told from what has a default", () => {
  expect([...read("a", "--context", "x").given]).toEqual(["--context"]);
});

test.each([["--help"], ["-h"]])("%s is answered with the usage, whatever else is wrong", (help) => {
  expect(() => read("--bogus", help)).toThrow(HelpAsked);
});

test("an option with two values that takes one is refused: the last would win without a word", () => {
  expect(() => read("--context", "a", "--context", "b")).toThrow(
    /--context[^]+"a, b"[^]+given with different values[^]+give it once/,
  );
  expect(read("--context", "a", "--context", "a").values.context).toBe("a");
  expect(read("--chart", "a", "--chart", "b").values.chart).toEqual(["a", "b"]);
});

test.each([
  ["no option of the command", ["--nope"], "there is no such option", "use: npm run it --"],
  ["one letter", ["-x"], "there is no such option", "use: npm run it --"],
  ["a misspelt one", ["--contxt", "a"], "there is no such option", "use --context"],
  ["what every object has", ["--toString"], "there is no such option", "use: npm run it --"],
  ["no value at the end", ["--context"], "--context needs a value", "write --context NAME"],
  [
    "an option in place of a value",
    ["--context", "--json"],
    "--context needs a value",
    "write --context NAME, or --context=--json",
  ],
  ["an empty value", ["--context", ""], "--context needs a value", "write --context NAME"],
  ["an empty value after =", ["--context="], "--context needs a value", "write --context NAME"],
  [
    "an empty argument",
    [""],
    "an argument is empty, as that of a variable which is not set",
    "use: npm run it --",
  ],
  ["a value of a switch", ["--json=yes"], "--json takes no value", "write --json alone"],
])("%s is refused with what to write", (_, args, message, fix) => {
  expect(() => read(...args)).toThrow(`error: ${message}\n  fix:   ${fix}`);
});

test("everything that is wrong with the options is one answer", () => {
  expect(() => read("--nope", "--context", "a", "--context", "b", "--json=1")).toThrow(
    /--nope[^]+different values[^]+takes no value/,
  );
});

const taken = (env: NodeJS.ProcessEnv, ...given: readonly string[]) =>
  takenByNpm(COMMAND.options, new Set(given), "npm run it --", env);

test("an option that npm took for itself, as without the two dashes, is refused with what to write", () => {
  const env = { npm_lifecycle_event: "it", npm_config_json: "true", npm_config_context: "lab" };
  expect(taken(env)).toMatchObject([
    { path: "--context", value: "lab", fix: expect.stringContaining("it -- … --context NAME") },
    { path: "--json", message: expect.stringContaining("npm took --json"), value: "true" },
  ]);
  expect(taken(env, "json", "context")).toEqual([]);
  expect(taken({ ...env, npm_lifecycle_event: "another" })).toEqual([]);
  expect(taken({ npm_lifecycle_event: "it", npm_config_json: "" })).toEqual([]);
});

test("a command without --dry-run does nothing where npm took one", () => {
  const env = { npm_lifecycle_event: "it", npm_config_dry_run: "true" };
  expect(taken(env)).toMatchObject([
    { path: "--dry-run", message: "npm took --dry-run, which this command has not" },
  ]);
  const options = { "dry-run": { type: "boolean", does: "" } } as const;
  expect(takenByNpm(options, new Set(["dry-run"]), "npm run it --", env)).toEqual([]);
  expect(takenByNpm(options, new Set(), "npm run it --", env)).toMatchObject([
    { fix: expect.stringContaining("npm run it -- … --dry-run") },
  ]);
});

test("a command that npm runs tells that npm took an option", () => {
  const { status, stderr } = spawnSync("npm", ["run", "--silent", "policy", "--json"], {
    encoding: "utf8",
  });
  expect(stderr).toMatch(
    /npm run policy -- … --json[^]+1 error on the command line; nothing was done/,
  );
  expect(status).toBe(2);
});

test("an empty value counts where a workflow leaves an input out", () => {
  expect(INPUT.parse(["--tag", ""]).values.tag).toBe("");
});

test("values may begin with a dash after =", () => {
  expect(read("--context=-a", "--chart=b").values).toMatchObject({ context: "-a", chart: ["b"] });
  expect(read("a", "--", "--nope").positionals).toEqual(["a", "--nope"]);
});

test.each([
  ["--port", "5001"],
  ["--context", "lab"],
  ["--kubeconfig", "lab.yaml"],
])("mirror: %s is for the port-forward, which --to does without", (option, value) => {
  const args = ["staging", "--to", "127.0.0.1:5000", option, value];
  expect(() => mirrorArguments(args)).toThrow(
    `${option} has no effect with --to\n  fix:   leave out --to for a port-forward`,
  );
  expect(() => mirrorArguments(["staging", option, value])).not.toThrow();
});

test("drift: a program to plan with is ignored by none", () => {
  expect(() => driftArguments(["staging", "--without-plan", "--binary", "tofu"])).toThrow(
    "--binary has no effect with --without-plan",
  );
});
