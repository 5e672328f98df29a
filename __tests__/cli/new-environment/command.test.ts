import { z } from "zod";
import { ProjectCopy } from "../../support/project-copy";

jest.setTimeout(300_000);

const COMMAND = "cli/new-environment/index.ts";
const report = z.object({
  holds: z.boolean(),
  stacks: z.array(z.object({ environment: z.string() })),
});

test("one command makes an environment that everything else knows", () => {
  const project = new ProjectCopy();
  const before = project.environmentFiles();
  const refused = project.run(COMMAND, "staging", "--from", "production");
  expect(refused).toMatchObject({ status: 2, stdout: "" });
  expect(refused.stderr).not.toContain("    at ");
  expect(project.environmentFiles()).toEqual(before);

  const { status, stdout } = project.run(COMMAND, "production-us", "--from", "production");
  expect(status).toBe(0);
  expect(stdout).toContain("written: environments/production-us.ts");
  expect(project.environmentFiles().filter((file) => !before.includes(file))).toEqual([
    "production-us.switches.json",
    "production-us.ts",
  ]);
  expect(project.read("docs/environments.md")).toContain("| production | production-us |");

  const started = project.run("cli/start/index.ts", "--json");
  expect(started.status).toBe(0);
  const { holds, stacks } = report.parse(JSON.parse(started.stdout));
  expect(holds).toBe(true);
  expect(stacks.filter(({ environment }) => environment === "production-us")).toHaveLength(5);
  const cloud = project.read("cdktf.out/stacks/terraform-cloud/cdk.tf.json");
  expect(cloud).toContain("fluxibri-production-us-workload");
  expect(project.run("cli/check/index.ts", "--help").stdout).toContain(
    "[production] [production-us]",
  );

  // What the cdktf CLI runs reads the same files through a loader.
  project.edit("environments/production-us.ts", ["protected: true,", "protected: true,,"]);
  const loaded = project.node("--import", "tsx", "main.ts");
  expect(loaded.status).toBe(2);
  expect(loaded.stderr).toMatch(/^environments\/production-us\.ts:\d+:\d+\n/);
  expect(loaded.stderr).not.toContain("    at ");
});
