import type { Beside } from "./beside";
import type { Rehearsals } from "../../environments/rehearsals";
import type { EnvironmentSpec } from "../../environments/schema";
import {
  type Declared,
  describe,
  type Inventory,
  type ObjectName,
  type Place,
} from "../../inventory/model";

/** `error` stops an apply; `warning` is reported and lets it pass. */
export type Severity = "error" | "warning";

/** One thing that a rule found. */
export interface Finding {
  /** Id of the rule. */
  readonly rule: string;
  readonly severity: Severity;
  /** The object at fault: kind, namespace and name. */
  readonly object: string;
  readonly place: Place;
  /** What is wrong and what it leads to. */
  readonly message: string;
  /** What to do about it. */
  readonly fix: string;
  /** Why the finding is let pass, when the environment's data or the object's annotation accepts it by name. */
  readonly accepted?: string;
}

/** What people read of a rule. */
export interface RuleText {
  /** Stem of the rule's file, its fixtures and its section in docs/rules.md. */
  readonly id: string;
  /** The property, as a sentence. */
  readonly title: string;
  /** The incident or the source behind it. */
  readonly why: string;
  /** When a finding is an error and when a warning. */
  readonly severity: string;
  /** What to do about a finding. */
  readonly remedy: string;
}

/** What there is beside the content that is judged. */
export interface RuleContext {
  /** What environments are compared with; undefined where the content is checked and not the data. */
  readonly rehearsals?: Rehearsals;
  /** Objects of the environment's stacks, where content is applied beside them. @default not asked */
  readonly owned?: readonly ObjectName[];
  /** The other parts of the folder that the content is a part of. @default there are none */
  readonly beside?: Beside;
  /** Day that the content is judged on, `YYYY-MM-DD`. @default what changes with time alone is not judged */
  readonly today?: string;
}

/** A property that every environment must have. */
export interface Rule extends RuleText {
  /**
   * Looks at nothing but the environment's data, or has nothing to compare
   * without it: not run on content that belongs to no environment.
   *
   * @default false
   */
  readonly needsEnvironment?: boolean;
  /**
   * @param spec environment that the content belongs to; undefined for manifests
   * and clusters that this project knows no data of
   * @param context what there is beside the content
   */
  check(
    inventory: Inventory,
    spec: EnvironmentSpec | undefined,
    context?: RuleContext,
  ): readonly Finding[];
  /**
   * What only shows in several parts of a folder. It is asked when all of them
   * have been read, and sees of each what `keptOf` keeps.
   *
   * @default nothing
   */
  across?(inventory: Inventory, beside: Beside | undefined): readonly Finding[];
}

/** All that a rule finds in content that is there as a whole. */
export function findingsOf(
  rule: Rule,
  inventory: Inventory,
  spec: EnvironmentSpec | undefined,
  context: RuleContext = {},
): readonly Finding[] {
  return [
    ...rule.check(inventory, spec, context),
    ...(rule.across?.(inventory, context.beside) ?? []),
  ];
}

/** A rule and what it found in one environment, folder, cluster or plan. */
export interface RuleResult {
  readonly rule: RuleText;
  readonly findings: readonly Finding[];
}

/** A finding about an object of the inventory. */
export function findingAt(
  declared: Declared,
  rest: Pick<Finding, "rule" | "severity" | "message" | "fix" | "accepted">,
): Finding {
  return { object: describe(declared), place: declared.place, ...rest };
}
