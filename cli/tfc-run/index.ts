import path from "node:path";
import { loadEnvironment, loadRehearsals } from "../../environments";
import { ConfigurationError } from "../../environments/errors";
import type { EnvironmentSpec, TerraformCloudState } from "../../environments/schema";
import { workspaceName } from "../../modules/terraform-state/workspaces";
import { EXIT, runCommand } from "../../runtime/exit";
import { ruleFailure } from "../synthesis/findings";
import { synthesize } from "../synthesis/synthesize";
import { TerraformCloudApi } from "../../runtime/terraform/cloud-api";
import { archive } from "./archive";
import { cloudRunArguments } from "./arguments";
import { reviewPlan } from "./review";
import { runInWorkspace } from "./run";
import { tokenFor } from "../../runtime/terraform/cloud-token";
import { cloudFix } from "../../runtime/terraform/cloud-errors";
import { print, say } from "../../masking/output";

const OUTDIR = path.resolve("cdktf.out");

/**
 * `npm run tfc-run -- ENV [STACK...]`: uploads each synthesized stack to its
 * workspace and runs it there, in order; an API-driven run. Stops at the first
 * that fails or must be confirmed: those after it need what it makes. Plans that
 * deploy would refuse are not confirmed.
 *
 * Exit status: 0 nothing is left to do, 2 there are changes that are not applied, 1 otherwise.
 */
void runCommand(async () => {
  const args = cloudRunArguments(process.argv.slice(2));
  const spec = loadEnvironment(args.environment, process.env);
  const state = cloudState(spec);
  const token = tokenFor(state.hostname);
  const rehearsals = loadRehearsals([spec.name], process.env);
  const { environments, holds } = synthesize([spec], OUTDIR, rehearsals);
  if (!holds) throw ruleFailure(spec.name, environments, "nothing is run");
  const api = new TerraformCloudApi({ hostname: state.hostname, token });
  const stacks = environments
    .flatMap((environment) => environment.stacks)
    .filter(({ name }) => args.stacks.length === 0 || args.stacks.includes(name));
  const results = [];
  for (const stack of stacks) {
    const { id, name } = stack;
    const workspace = workspaceName(spec.name, name);
    const result = await runInWorkspace({
      ...args,
      api,
      organization: state.organization,
      workspace,
      configuration: archive(path.join(OUTDIR, "stacks", id)),
      confirm: args.confirm
        ? (run) =>
            reviewPlan(run, {
              ...{ api, spec, stack, say },
              allowDestroy: args.allowDestroy,
              unread: args.confirmUnread,
            })
        : undefined,
      onStatus: (status) => say(`${id}: ${status}`),
    });
    const url = `https://${state.hostname}/app/${state.organization}/workspaces/${workspace}/runs/${result.id}`;
    const { refused } = result;
    const fix = refused?.remedy ?? cloudFix(result.log, { program: "terraform" });
    results.push({ stack: name, workspace, url, ...result, refused: refused?.message, fix });
    if (refused !== undefined) say(`${refused.message}\nthe run waits: ${url}`);
    if (result.log !== "") say(result.log);
    if (fix !== undefined) say(`fix: ${fix}`);
    if (!args.planOnly && !isDone(result.status)) break;
  }
  print(
    args.json
      ? `${JSON.stringify(results, null, 2)}\n`
      : results.map(({ stack, status, url }) => `${stack}: ${status}   ${url}\n`).join(""),
  );
  const failed = results.some(
    ({ status, waits, refused }) => (!isDone(status) && !waits) || refused !== undefined,
  );
  if (failed) return EXIT.failed;
  return results.some(({ status, hasChanges }) => hasChanges && status !== "applied") ? 2 : EXIT.ok;
}, EXIT.failed);

function isDone(status: string): boolean {
  return status === "applied" || status === "planned_and_finished";
}

function cloudState({ name, state }: EnvironmentSpec): TerraformCloudState {
  if (state.kind === "terraform-cloud") return state;
  throw new ConfigurationError([
    {
      file: `environments/${name}.ts`,
      path: "state.kind",
      value: state.kind,
      message:
        "this environment's state is not in Terraform Cloud: there is no workspace to run in",
      fix: "use an environment that has workspaces, or npm run deploy",
    },
  ]);
}
