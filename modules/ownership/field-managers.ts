/**
 * How the kubernetes provider calls itself in `metadata.managedFields` (2.38): typed resources
 * send no name, so the API server takes the first word of their user agent,
 * `HashiCorp/1.0 Terraform/…`; `kubernetes_manifest` applies as `Terraform`.
 * Alike on a laptop, an agent and in Terraform Cloud, and with OpenTofu.
 */
export const TERRAFORM_MANAGERS = ["HashiCorp", "Terraform"] as const;

/**
 * What a person gives `kubectl --field-manager` to change by hand, in an emergency, what
 * Terraform owns. It stays written on the object until the next deploy takes the fields back.
 */
export const BY_HAND = "fluxibri-by-hand";
