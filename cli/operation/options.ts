import path from "node:path";
import { projectFile } from "../../environments/project";
import type { EnvironmentName, EnvironmentSpec } from "../../environments/schema";
import type { StackName } from "../../environments/stack-names";
import type { Progress } from "../../runtime/progress";
import type { ProviderLock } from "../../runtime/terraform/provider-lock";

/** What plan and deploy work on. */
export interface OperationOptions {
  readonly environment: EnvironmentName;
  /**
   * The environment as it would be.
   *
   * @default as its files say
   */
  readonly spec?: EnvironmentSpec;
  /**
   * Stacks to work on, in any order.
   *
   * @default all of the environment
   */
  readonly stacks?: readonly StackName[];
  /**
   * The program that plans and applies.
   *
   * @default environment variable TERRAFORM_BINARY_NAME, or terraform
   */
  readonly binary?: string;
  /**
   * Which providers may be used.
   *
   * @default environment variable FLUXIBRI_PROVIDER_LOCK, or project
   */
  readonly providerLock?: ProviderLock;
  /**
   * Folder that takes `cdktf.out`, `.plans` and, for local states, `.terraform-state`.
   *
   * @default the project
   */
  readonly folder?: string;
  /**
   * Added to this process's environment, for the environment's data and for
   * Terraform: KUBECONFIG, KUBE_CONTEXT, CHART_MIRROR.
   *
   * @default {}
   */
  readonly env?: Readonly<Record<string, string>>;
  /**
   * `cdktf.out` of another checkout whose stacks are planned, in place of this one's.
   *
   * @default synthesized here
   */
  readonly synthesized?: string;
  /** Takes one line for every step. */
  readonly say: Progress;
}

/** Where the plans of an environment are kept. */
export function plansFolder({
  folder,
  environment,
}: Pick<OperationOptions, "folder" | "environment">): string {
  return path.join(folder ?? projectFile("."), ".plans", environment);
}
