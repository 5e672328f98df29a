import type { EnvironmentSpec } from "../environments/schema";
import { describe, type Inventory, type ObjectName } from "../inventory/model";
import { type Finding, findingAt, type Rule } from "./engine/rule";

const id = "two-owners";

export const twoOwners: Rule = {
  id,
  title: "What the stacks of an environment own is applied by them alone",
  why: "The app's own `kubectl apply -k` has objects of the same names as the stacks. Applied over them it set the workers' grace from 1950 to 120 s, pointed the Services of web and Redis at pods that are not there, and the next deploy changed 14 objects back: two owners undo each other, and users see what comes in between. In the cluster an admission policy refuses a part of it (modules/ownership).",
  severity:
    "error, for files that are checked with --environment: a stack, its plan and its cluster are the owner's own",
  remedy:
    "Leave the object out of what is applied to this environment, or give it another name; its settings belong in the environment's data.",
  needsEnvironment: true,
  check: ({ contents }, spec, { owned } = {}) =>
    spec === undefined || owned === undefined ? [] : twice({ contents }, spec, owned),
};

function twice(
  { contents }: Pick<Inventory, "contents">,
  spec: EnvironmentSpec,
  owned: readonly ObjectName[],
): readonly Finding[] {
  const names = new Set(owned.map(describe));
  return contents
    .filter((content) => names.has(describe(content)))
    .map((content) =>
      findingAt(content, {
        rule: id,
        severity: "error",
        message: `is owned by the stacks of ${spec.name}: applied from here, it undoes what they say, and their next deploy undoes this`,
        fix: `leave it out of what is applied to ${spec.name}; change it in environments/${spec.name}.ts and run npm run deploy -- ${spec.name}`,
      }),
    );
}
