import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { cdktf } from "../../../cli/local/cdktf";
import { projectFile } from "../../../environments/project";
import { temporaryFolder } from "../../support/temporary-folder";

jest.mock("../../../environments/project");
jest.mock("../../../runtime/terraform/environment", () => ({ terraformEnvironment: () => ({}) }));

const project = temporaryFolder();
const cli = path.join(project, "node_modules/cdktf-cli/bundle/bin/cdktf.js");
const log = path.join(project, "cdktf.log");
mkdirSync(path.dirname(cli), { recursive: true });
jest.mocked(projectFile).mockImplementation((file) => path.join(project, file));

/** Runs lines of JavaScript in place of the CLI. */
async function run(lines: string) {
  writeFileSync(cli, lines);
  const steps: string[] = [];
  const onStep = (line: string) => steps.push(line);
  const result = await cdktf({
    args: ["deploy", "local-*"],
    env: { KUBE_CONTEXT: "testbed" },
    log,
    onStep,
  });
  return { ...result, steps };
}

const print = (text: string) => `process.stdout.write(${JSON.stringify(text)});`;

test("every stack is told as it begins and ends, with what was done", async () => {
  const { status, steps } = await run(
    print(
      "local-platform  kubernetes_namespace.keda: Creating...\n" +
        "local-platform  Apply complete! Resources: 3 added, 0 changed, 0 destroyed.\n\n" +
        "\u001b[1mlocal-workload\u001b[0m  helm_release.web: Creating...\r\n" +
        "                Destroy complete! Resources: 2 destroyed.\n",
    ),
  );
  expect(status).toBe(0);
  expect(steps).toEqual([
    "local-platform: at work",
    "local-platform: Apply complete! Resources: 3 added, 0 changed, 0 destroyed.",
    "local-workload: at work",
    "local-workload: Destroy complete! Resources: 2 destroyed.",
  ]);
});

test("a resource that people wait for is told with the time that it has taken", async () => {
  const { steps } = await run(
    print(
      "local-platform  helm_release.keda: Creating...\n" +
        "                helm_release.loki: Creating...\n" +
        "                helm_release.keda: Still creating... [10s elapsed]\n" +
        "local-platform  helm_release.loki: Still destroying... [id=loki, 00m20s elapsed]\n",
    ),
  );
  expect(steps).toEqual([
    "local-platform: at work",
    "local-platform: helm_release.keda: Still creating... [10s elapsed]",
    "local-platform: helm_release.loki: Still destroying... [00m20s elapsed]",
  ]);
});

// A line that came in two pieces was not recognized, and its stack not told.
test("a line that comes in pieces is one line", async () => {
  const { steps } = await run(
    `${print("local-platform  Apply comp")}
     setTimeout(() => { ${print("lete! Resources: 1 added")} }, 50);`,
  );
  expect(steps).toEqual(["local-platform: Apply complete! Resources: 1 added"]);
});

test("of a failure the lines that tell of errors are given, and its status", async () => {
  const { status, errors } = await run(
    `${print("local-platform  Creating...\n                ╷\n                │ Error: no such chart\n                ╵\n")}
     console.error("Invoking Terraform CLI failed with exit code 1: Error"); process.exitCode = 3;`,
  );
  expect(status).toBe(3);
  expect(errors.split("\n").sort()).toEqual(
    ["╷", "│ Error: no such chart", "Invoking Terraform CLI failed with exit code 1: Error"].sort(),
  );
});

test("a failure without such lines gives the end of the output", async () => {
  const { errors } = await run(
    "for (let i = 1; i <= 50; i += 1) console.log('line ' + i); process.exitCode = 1;",
  );
  expect(errors.split("\n")).toHaveLength(40);
  expect(errors).toMatch(/^line 11\n[^]*\nline 50$/);
});

test("the CLI gets its arguments and variables, asks nothing, and all it says is in the log", async () => {
  await run(
    "console.log(process.argv.slice(2).join(' '), process.env.KUBE_CONTEXT, process.env.CI);",
  );
  expect(readFileSync(log, "utf8")).toMatch(/deploy local-\* testbed 1\n$/);
});
