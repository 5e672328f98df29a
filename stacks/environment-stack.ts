import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import type { EnvironmentSpec } from "../environments/schema";
import type { StackName } from "../environments/stack-names";
import { addProviders, type ProviderName } from "../modules/cluster/cluster-providers";
import { useState } from "../modules/terraform-state";

/** Ephemeral resources came with 1.10; the upper end is the next major version. */
export const TERRAFORM_VERSIONS = ">= 1.10.0, < 2.0.0";

/**
 * Base of every stack: id `<environment>-<stack>`, state, Terraform version and
 * providers connected to the environment's cluster.
 */
export abstract class EnvironmentStack extends TerraformStack {
  private isPrepared = false;

  constructor(
    scope: Construct,
    readonly spec: EnvironmentSpec,
    readonly stackName: StackName,
    providers: readonly ProviderName[],
  ) {
    super(scope, `${spec.name}-${stackName}`);
    useState(this, spec.state, spec.name, stackName);
    this.addOverride("terraform.required_version", TERRAFORM_VERSIONS);
    addProviders(this, spec.cluster, providers);
  }

  /** Finds the references to other stacks, once: each time resolves every value of the stack. */
  override prepareStack(): void {
    if (this.isPrepared) return;
    this.isPrepared = true;
    super.prepareStack();
  }
}
