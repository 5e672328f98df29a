import type { JsonObject } from "../json";
import type { Declared } from "./object";

/**
 * A block of a Terraform configuration: what Terraform and its providers act on
 * while they plan and apply.
 */
export interface TerraformBlock extends Declared {
  readonly kind: "Terraform";
  /** `resource`, `data`, `ephemeral`, `provider`, `module`, `required_providers`, `backend`, ... */
  readonly section: string;
  /** Type of a resource, name of a provider, kind of a backend; empty where a section has no such thing. */
  readonly type: string;
  /** As written; of a plan, what `terraform show -json` tells of the configuration. */
  readonly value: JsonObject;
}
