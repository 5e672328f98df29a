import type { TerraformResource } from "cdktf";
import type { Construct } from "constructs";
import type { AddonRight } from "../../addons/kit/rights";
import { addonInput } from "../../environments/addon-input";
import type { EnvironmentSpec } from "../../environments/schema";
import type { PlatformChart } from "../../environments/switched";
import { resourcesOf } from "../pod/resources-of";
import { NamesGuard, OperatorGuard } from "./operator-guard";
import { TokenRight } from "./token-right";

/** Where an add-on's accounts are. */
interface AccountsNamespace {
  /** As the platform made it. */
  readonly created: string;
  /** As the data names it: policies compare it with the names of accounts. */
  readonly name: string;
}

/**
 * Keeps an add-on's accounts to what its object says, and gives them what it says.
 *
 * @param created its namespace, as the platform made it
 * @returns what the release comes after
 */
export function guardAddon(
  scope: Construct,
  { rights, namespace }: PlatformChart,
  spec: EnvironmentSpec,
  created: string,
): readonly TerraformResource[] {
  if (rights === undefined) return [];
  const input = addonInput(spec);
  const name = typeof namespace === "string" ? input.namespaces[namespace] : namespace.name;
  return resourcesOf(...rights(input).map((right) => construct(scope, right, { created, name })));
}

function construct(scope: Construct, right: AddonRight, { created, name }: AccountsNamespace) {
  const account = { namespace: name, name: right.account };
  switch (right.kind) {
    case "writes-in":
      return new OperatorGuard(scope, right.id, { ...right, name: right.policy, account });
    case "writes-named":
      return new NamesGuard(scope, right.id, { ...right, name: right.policy, account });
    case "acts-as":
      return new TokenRight(scope, right.id, {
        namespace: created,
        of: right.account,
        as: right.as,
      });
    default:
      return right satisfies never;
  }
}
