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
   * @param rehearsals what environments are compared with; undefined where the
   * content is checked and not the data
   */
  check(
    inventory: Inventory,
    spec: EnvironmentSpec | undefined,
    rehearsals?: Rehearsals,
    owned?: readonly ObjectName[],
  ): readonly Finding[];
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
