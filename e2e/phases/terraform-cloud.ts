import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { cloudFix } from "../../runtime/terraform/cloud-errors";
import type { E2e, Phase } from "../phase";
import { SERVER_VARIABLES, TerraformCloudServer } from "../terraform-cloud-server";

const STACKS = ["storage", "platform", "workload"] as const;
const DATA = "environments/local.ts";
const LOCAL = 'state: { kind: "local" },';

const remoteStates = z.object({
  data: z.object({
    terraform_remote_state: z.record(
      z.string(),
      z.object({ backend: z.string(), config: z.object({ hostname: z.string() }) }),
    ),
  }),
});

/**
 * The local environment with its state on a server that speaks Terraform
 * Cloud's protocol: the `cloud` block, named workspaces, state of one stack
 * read by the next. Terraform itself runs here.
 */
export const terraformCloud: Phase = {
  name: "terraform-cloud",
  title: "All stacks are deployed with their state in Terraform Cloud, and destroyed again",
  needs: SERVER_VARIABLES,
  replaces: [[DATA, LOCAL]],
  run: async (e2e) => {
    const server = new TerraformCloudServer();
    await server.makeWorkspaces(STACKS);
    const cloud = stateOn(server);
    e2e.project.edit(DATA, LOCAL, cloud);
    try {
      await withoutToken(e2e, server);
      await withWrongToken(e2e, server);

      e2e.project.variables = server.credentials();
      await e2e.project.deploy();
      const changes = e2e.project.plan().flatMap((planned) => planned.changes);
      assert.deepEqual(changes, [], "a second plan is empty");

      assert.ok(readsFrom(e2e, server) > 0, "the workload reads states on the server");
      const denied = await withoutRights(e2e, server);

      e2e.project.variables = server.credentials();
      const serials = await Promise.all(STACKS.map((stack) => server.serial(stack)));
      for (const serial of serials) assert.ok(Number(serial) > 0, `states: ${serials.join(", ")}`);
      const files = path.join(e2e.project.folder, ".terraform-state");
      assert.ok(!existsSync(path.join(files, "local-workload.tfstate")), "no state in a file");

      await e2e.project.destroy();
      return `${STACKS.length} workspaces with states ${serials.join(", ")}; second plan empty; a missing and a wrong token are named, ${denied}`;
    } finally {
      e2e.project.edit(DATA, cloud, LOCAL);
      e2e.project.variables = {};
      await server.removeWorkspaces(STACKS);
    }
  },
};

function stateOn({ hostname, organization }: TerraformCloudServer): string {
  return `state: {
    kind: "terraform-cloud",
    hostname: ${JSON.stringify(hostname)},
    organization: ${JSON.stringify(organization)},
    executionMode: "local",
    terraformVersion: "1.11.4",
  },`;
}

async function withoutToken(e2e: E2e, server: TerraformCloudServer): Promise<void> {
  // An empty token would be one; a file without any hides those of this machine.
  e2e.project.variables = { TF_CLI_CONFIG_FILE: "/dev/null" };
  const { status, errors } = await e2e.project.tryDeploy("storage");
  assert.notEqual(status, 0, "a deploy without a token");
  assert.match(fixOf(errors) ?? errors, new RegExp(`no token for ${server.hostname}`));
}

async function withWrongToken(e2e: E2e, server: TerraformCloudServer): Promise<void> {
  e2e.project.variables = server.credentials("not-a-token");
  const { status, errors } = await e2e.project.tryDeploy("storage");
  assert.notEqual(status, 0, "a deploy with a wrong token");
  assert.match(fixOf(errors) ?? errors, /the token for .* is not valid/);
}

/** The answer without the right to read the states. */
async function withoutRights(e2e: E2e, server: TerraformCloudServer): Promise<string> {
  const token = process.env["TFC_TEST_DENIED_TOKEN"];
  if (!token) return "a denied state was not tried (TFC_TEST_DENIED_TOKEN is not set)";
  e2e.project.variables = server.credentials(token);
  const { status, errors } = await e2e.project.tryDeploy("workload");
  assert.notEqual(status, 0, "a deploy that may not read the state");
  assert.match(fixOf(errors) ?? errors, /the state of fluxibri-local-\w+ is denied/);
  return "a denied state too";
}

/** How many states of the server the synthesized workload reads. */
function readsFrom(e2e: E2e, { hostname }: TerraformCloudServer): number {
  const folder = path.join(e2e.project.folder, "cdktf.out", "stacks", "local-workload");
  const stack: unknown = JSON.parse(readFileSync(path.join(folder, "cdk.tf.json"), "utf8"));
  const { data } = remoteStates.parse(stack);
  return Object.values(data.terraform_remote_state).filter(
    ({ backend, config }) => backend === "remote" && config.hostname === hostname,
  ).length;
}

function fixOf(errors: string): string | undefined {
  return cloudFix(errors, { program: "terraform" });
}
