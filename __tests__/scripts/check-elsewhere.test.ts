import { accessSync, constants, readFileSync } from "node:fs";
import { parse } from "yaml";
import { z } from "zod";
import { projectFile } from "../../environments/project";

function yaml(file: string): unknown {
  return parse(readFileSync(projectFile(file), "utf8"));
}

// https://docs.github.com/en/actions/reference/workflows-and-actions/metadata-syntax
const action = z.strictObject({
  name: z.string(),
  description: z.string(),
  inputs: z.record(
    z.string(),
    z.strictObject({
      description: z.string(),
      default: z.string().optional(),
      required: z.boolean().optional(),
    }),
  ),
  runs: z.strictObject({
    using: z.literal("composite"),
    steps: z.array(
      z.looseObject({
        env: z.record(z.string(), z.string()).optional(),
        run: z.string().optional(),
      }),
    ),
  }),
});

// https://pre-commit.com/#creating-new-hooks
const hooks = z.tuple([
  z.strictObject({
    id: z.literal("fluxibri-check"),
    name: z.string(),
    description: z.string(),
    entry: z.string(),
    language: z.literal("script"),
    args: z.array(z.string()),
    files: z.string(),
    pass_filenames: z.literal(false),
    require_serial: z.literal(true),
  }),
]);

test("the action takes each of its inputs through a variable that its script uses", () => {
  const { inputs, runs } = action.parse(yaml("action.yml"));
  const given = runs.steps.flatMap(({ env = {}, run = "" }) =>
    Object.entries(env).map(([name, value]) => ({ name, value, used: run.includes(`$${name}`) })),
  );
  expect(given.map(({ value }) => value).sort()).toEqual(
    Object.keys(inputs)
      .map((name) => `\${{ inputs.${name} }}`)
      .sort(),
  );
  expect(given.filter(({ used }) => !used)).toEqual([]);
  for (const { run = "" } of runs.steps) expect(run).not.toContain("${{");
});

describe("the pre-commit hook", () => {
  const [hook] = hooks.parse(yaml(".pre-commit-hooks.yaml"));

  test("is a program that may be run, and is started by Node", () => {
    const file = projectFile(hook.entry);
    accessSync(file, constants.X_OK);
    expect(readFileSync(file, "utf8")).toMatch(/^#!\/usr\/bin\/env node\n/);
  });

  test.each([
    ["deploy/app.yaml", true],
    ["app.yml", true],
    ["plan.json", true],
    ["README.md", false],
  ])("a change of %s starts it: %s", (file, starts) => {
    expect(new RegExp(hook.files).test(file)).toBe(starts);
  });

  test("checks a folder as a whole: a conflict shows only between files", () => {
    expect(hook.args).toEqual(["."]);
  });
});
