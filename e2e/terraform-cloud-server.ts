import { environmentName } from "../environments";
import { TerraformCloudApi, TerraformCloudError } from "../runtime/terraform/cloud-api";
import { tokenVariable } from "../runtime/terraform/cloud-token";
import type { StackName } from "../environments/stack-names";
import { isObject } from "../inventory/json";
import { workspaceName } from "../modules/terraform-state/workspaces";

/** Variables of the process that name a Terraform-Cloud-compatible server to test against. */
export const SERVER_VARIABLES = [
  "TFC_TEST_HOSTNAME",
  "TFC_TEST_ORGANIZATION",
  "TFC_TEST_TOKEN",
] as const;

/** A Terraform-Cloud-compatible server, with an organization that may be written to. */
export class TerraformCloudServer {
  readonly hostname = required("TFC_TEST_HOSTNAME");
  readonly organization = required("TFC_TEST_ORGANIZATION");
  private readonly token = required("TFC_TEST_TOKEN");
  private readonly api = new TerraformCloudApi({ hostname: this.hostname, token: this.token });

  /** For Terraform to be let in; with another token, to be sent away. */
  credentials(token = this.token): Record<string, string> {
    return { [tokenVariable(this.hostname)]: token };
  }

  /** Empty workspaces of the local environment; what a test before this one left is removed. */
  async makeWorkspaces(stacks: readonly StackName[]): Promise<void> {
    await this.removeWorkspaces(stacks);
    for (const stack of stacks) {
      await this.api.call("POST", `organizations/${this.organization}/workspaces`, {
        data: {
          type: "workspaces",
          attributes: {
            name: workspaceName(environmentName("local"), stack),
            "execution-mode": "local",
          },
        },
      });
    }
  }

  async removeWorkspaces(stacks: readonly StackName[]): Promise<void> {
    for (const stack of stacks) {
      try {
        await this.api.call("DELETE", this.pathOf(stack));
      } catch (error) {
        if (!(error instanceof TerraformCloudError && error.status === 404)) throw error;
      }
    }
  }

  /** Serial number of a stack's state; undefined while there is none. */
  async serial(stack: StackName): Promise<unknown> {
    const { data } = await this.api.call("GET", this.pathOf(stack));
    const id = isObject(data) ? data["id"] : undefined;
    const state = await this.api.call("GET", `workspaces/${String(id)}/current-state-version`);
    return isObject(state["data"]) && isObject(state["data"]["attributes"])
      ? state["data"]["attributes"]["serial"]
      : undefined;
  }

  private pathOf(stack: StackName): string {
    return `organizations/${this.organization}/workspaces/${workspaceName(environmentName("local"), stack)}`;
  }
}

function required(name: (typeof SERVER_VARIABLES)[number]): string {
  const value = process.env[name];
  if (!value) throw new Error(`set ${SERVER_VARIABLES.join(", ")}: there is no ${name}`);
  return value;
}
