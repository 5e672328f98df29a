import { TerraformResource } from "cdktf";
import type { IConstruct } from "constructs";

/** All Terraform resources of constructs, for `dependsOn`: it takes no constructs. */
export function resourcesOf(...constructs: readonly IConstruct[]): TerraformResource[] {
  return constructs
    .flatMap((construct) => construct.node.findAll())
    .filter((element) => TerraformResource.isTerraformResource(element));
}
