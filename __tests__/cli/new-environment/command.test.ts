import { cpSync } from "node:fs";
import { z } from "zod";
import { newEnvironmentArguments } from "../../../cli/new-environment/arguments";
import { draftEnvironment } from "../../../cli/new-environment/draft";
import { freeName } from "../../support/free-name";
import { ProjectCopy } from "../../support/project-copy";

jest.setTimeout(300_000);

const NAME = freeName("production-us");
const COMMAND = "cli/new-environment/index.ts";
const report = z.object({
  holds: z.boolean(),
  environments: z.array(
    z.object({
      name: z.string(),
      rules: z.array(
        z.object({
          id: z.string(),
          holds: z.boolean(),
          findings: z.array(z.object({ severity: z.string(), fix: z.string() })),
        }),
      ),
    }),
  ),
  stacks: z.array(z.object({ environment: z.string() })),
});

test("one command makes an environment that everything else knows", () => {
  const project = new ProjectCopy();
  const before = project.environmentFiles();
  const refused = project.run(COMMAND, "staging", "--from", "production");
  expect(refused).toMatchObject({ status: 2, stdout: "" });
  expect(refused.stderr).not.toContain("    at ");
  expect(project.environmentFiles()).toEqual(before);

  const { status, stdout } = project.run(COMMAND, NAME, "--from", "production");
  expect(status).toBe(0);
  expect(stdout).toContain(`written: environments/${NAME}.ts`);
  expect(project.environmentFiles().filter((file) => !before.includes(file))).toEqual([
    `${NAME}.switches.json`,
    `${NAME}.ts`,
  ]);
  expect(project.read("docs/environments.md")).toMatch(
    new RegExp(`^\\|  \\|.* production .*\\| ${NAME} \\|`, "m"),
  );

  const started = project.run("cli/start/index.ts", "--json");
  expect(started.status).toBe(0);
  const { holds, stacks } = report.parse(JSON.parse(started.stdout));
  expect(holds).toBe(true);
  expect(stacks.filter(({ environment }) => environment === NAME)).toHaveLength(5);
  const cloud = project.read("cdktf.out/stacks/terraform-cloud/cdk.tf.json");
  expect(cloud).toContain(`fluxibri-${NAME}-workload`);
  expect(project.run("cli/check/index.ts", "--help").stdout).toContain(`[${NAME}]`);

  // What fails is in the JSON, too, with the fix.
  project.edit(`environments/${NAME}.ts`, ["            max: 24,", "            max: 2400,"]);
  const failed = project.run("cli/start/index.ts", NAME, "--json");
  expect(failed.status).toBe(1);
  const { environments } = report.parse(JSON.parse(failed.stdout));
  const failing = environments[0]?.rules.filter((rule) => !rule.holds) ?? [];
  expect(failing.map(({ id }) => id)).toEqual(["capacity"]);
  expect(failing[0]?.findings).toContainEqual({
    severity: "error",
    fix: expect.stringContaining(`in environments/${NAME}.ts (now 2400)`),
  });

  // What the cdktf CLI runs reads the same files through a loader.
  project.edit(`environments/${NAME}.ts`, ["protected: true,", "protected: true,,"]);
  const loaded = project.node("--import", "tsx", "main.ts");
  expect(loaded.status).toBe(2);
  expect(loaded.stderr).toMatch(new RegExp(`^environments/${NAME}\\.ts:\\d+:\\d+\\n`));
  expect(loaded.stderr).not.toContain("    at ");
});

// Their names were taken once, and adding the very environment of the documentation failed the tests.
test("the tests that add environments hold where one of that name is there already", () => {
  const project = new ProjectCopy();
  for (const { name, from } of [
    { name: "production-us", from: "production" },
    { name: "preview", from: "staging" },
  ]) {
    if (project.environmentFiles().includes(`${name}.ts`)) continue;
    // As the command does, which writes the generated pages as well.
    const { files } = draftEnvironment(newEnvironmentArguments([name, "--from", from]));
    for (const { file, text } of files) project.write(file, text);
  }
  cpSync("__tests__", `${project.folder}/__tests__`, { recursive: true });
  const { status, stderr } = project.node(
    "node_modules/jest/bin/jest.js",
    "__tests__/cli/new-environment/draft.test.ts",
    "__tests__/environments/files",
    "--silent",
    // One worker compiles what they share once.
    "--runInBand",
  );
  expect({ status, stderr: status === 0 ? "" : stderr }).toEqual({ status: 0, stderr: "" });
});
