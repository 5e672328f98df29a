import { EXIT, runCommand } from "../../runtime/exit";
import { CommandFailure } from "../../runtime/failure";
import type { EnvironmentSpec } from "../../environments/schema";
import { scriptArguments } from "../arguments";
import { CommandLine } from "../../runtime/command-line";
import { recordDrift } from "./lib/drift-issue";
import { driftMarkdown, driftReport } from "./lib/drift-markdown";
import { environmentOf } from "./lib/environment";
import { GitHub } from "./lib/github";
import { writeSummary } from "./lib/outputs";
import { run, runProgram } from "./lib/run";
import { print } from "../../masking/output";

const COMMAND = new CommandLine({
  call: "node scripts/run.mjs scripts/ci/drift.ts",
  does: "Drift of an environment as a summary and an issue.",
  takes: "ENV",
  options: {
    context: { type: "string", value: "NAME", does: "context of the kubeconfig" },
    issue: { type: "boolean", default: false, does: "opens, updates or closes the issue" },
  },
});
/** Status of `npm run drift` when it could not look. */
const FAILED = 1;

/**
 * `npm run drift` for the pipeline: as a summary and, with `--issue`, as the one
 * open issue of that environment, which is closed when nothing differs any more.
 * Exit status 0: looked, whatever was found; 1: could not look.
 */
void runCommand(async () => {
  const { values, positionals } = scriptArguments(COMMAND);
  const spec = environmentOf(positionals[0] ?? "");
  const github = values.issue ? GitHub.fromEnvironment() : undefined;
  const context = values.context ?? (await contextOf(spec));
  const { status, stdout } = await runProgram("cli/drift/index.ts", [
    spec.name,
    "--json",
    ...(context === undefined ? [] : ["--context", context]),
  ]);
  const { data: report } = driftReport.safeParse(JSON.parse(stdout || "null"));
  if (report === undefined) {
    throw new CommandFailure(
      "npm run drift printed no report",
      "see what it said above: it ended before it could look",
    );
  }
  const markdown = driftMarkdown(report);
  writeSummary(report.drifted ? markdown : `${spec.name} is as the code says.`);
  // What could not be seen is no reason to close an issue.
  if (status === FAILED) return EXIT.failed;
  if (github !== undefined) {
    const drift = { environment: spec.name, report: report.drifted ? markdown : undefined };
    print(`${await recordDrift(github, drift)}\n`);
  }
  return EXIT.ok;
});

/** An EKS cluster has no context in the data: one is made from the role that this runs under. */
async function contextOf({ name, cluster }: EnvironmentSpec): Promise<string | undefined> {
  if (cluster.kind !== "eks") return undefined;
  const context = `fluxibri-${name}`;
  const { status } = await run("aws", [
    "eks",
    "update-kubeconfig",
    `--name=${cluster.name}`,
    `--region=${cluster.region}`,
    `--alias=${context}`,
  ]);
  if (status === 0) return context;
  throw new CommandFailure(
    `aws gave no access to cluster ${cluster.name}`,
    "see what it says above; or name a context of your kubeconfig with --context",
  );
}
