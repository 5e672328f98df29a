/** A provider that stacks may have, and what may stand in its configuration. */
export interface TrustedProvider {
  /** Address in a registry, without its host. */
  readonly source: string;
  /**
   * Arguments that neither run a program, nor read a file, nor send credentials
   * elsewhere. What is left out does: `exec` runs a command while planning,
   * `endpoints` and `assume_role` choose who gets signed requests.
   */
  readonly allowed: readonly string[];
}

const CLUSTER = [
  "host",
  "cluster_ca_certificate",
  "token",
  "config_path",
  "config_paths",
  "config_context",
];

/**
 * Providers of all stacks, by their local name. A provider is a program that runs
 * on the worker with the run's credentials, while planning already.
 *
 * Arguments: https://registry.terraform.io/providers/hashicorp/aws/6.25.0/docs,
 * https://registry.terraform.io/providers/hashicorp/kubernetes/2.38.0/docs,
 * https://registry.terraform.io/providers/hashicorp/helm/3.1.1/docs,
 * https://registry.terraform.io/providers/hashicorp/tfe/0.71.0/docs
 */
export const TRUSTED_PROVIDERS: Readonly<Record<string, TrustedProvider>> = {
  aws: { source: "hashicorp/aws", allowed: ["region", "default_tags", "allowed_account_ids"] },
  kubernetes: { source: "hashicorp/kubernetes", allowed: CLUSTER },
  helm: { source: "hashicorp/helm", allowed: ["kubernetes"] },
  tfe: { source: "hashicorp/tfe", allowed: ["hostname", "organization"] },
};

/** Arguments of helm's own `kubernetes` block. */
export const HELM_CONNECTION: readonly string[] = CLUSTER;

/** Data sources and ephemeral resources beside those of AWS, whose calls `AWS_ACTIONS` has. */
export const TRUSTED_READS: ReadonlySet<string> = new Set([
  "data.terraform_remote_state",
  "data.tfe_agent_pool",
]);

/** Where Terraform and OpenTofu look for a provider that names no host. */
export const PROVIDER_REGISTRIES: readonly string[] = [
  "registry.terraform.io",
  "registry.opentofu.org",
];
