import type { EnvironmentSpec } from "../../environments/schema";
import { withSurroundings } from "../../inventory/build";
import { describe, type Inventory, type ObjectName } from "../../inventory/model";
import { readSynthesized } from "../../inventory/synthesized";
import { type Finding, runRules, type RuleResult } from "../../rules";
import type { Beside } from "../../rules/engine/beside";
import { synthesize } from "../synthesis/synthesize";
import { namesIn } from "./owned";

/**
 * What an environment's own stacks make, around a folder that is applied beside
 * them: a worker of the folder finds the stacks' KEDA, pull secrets and network
 * policies there. Only the folder is judged.
 */
export class CheckSurroundings {
  private readonly inventory: Inventory;
  private readonly owned: readonly ObjectName[];
  /** What the rules say without the folder. */
  private readonly known: ReadonlySet<string>;

  /** @throws ConfigurationError when the environment cannot be built */
  constructor(private readonly spec: EnvironmentSpec) {
    const built = synthesize([spec], undefined).environments;
    const stacks = built.flatMap(({ stacks: all }) => all);
    this.inventory = readSynthesized(stacks.map(({ id, json }) => ({ name: id, json })));
    this.owned = namesIn(this.inventory);
    this.known = new Set(
      built.flatMap(({ rules }) => rules.flatMap(({ findings }) => findings.map(keyOf))),
    );
  }

  /** What the rules say of a folder's objects, and of others because of them. */
  judge(inventory: Inventory, beside: Beside): readonly RuleResult[] {
    const whole = withSurroundings(inventory, this.inventory);
    const files = new Set(
      [...inventory.contents, ...inventory.customResources].flatMap(({ place }) =>
        place.kind === "file" ? [place.file] : [],
      ),
    );
    const names = inventory.contents.map(describe);
    const isOfFolder = (finding: Finding) =>
      (finding.place.kind === "file" && files.has(finding.place.file)) ||
      (!this.known.has(keyOf(finding)) && names.some((name) => mentions(finding, name)));
    return runRules(whole, this.spec, { owned: this.owned, beside }).map(({ rule, findings }) => ({
      rule,
      findings: findings.filter(isOfFolder),
    }));
  }
}

function keyOf({ rule, object, message }: Finding): string {
  return `${rule} ${object} ${message}`;
}

function mentions({ message, fix }: Finding, name: string): boolean {
  return `${message} ${fix} `.includes(`${name} `) || `${message} ${fix}`.includes(`${name},`);
}
