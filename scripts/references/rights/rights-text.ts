import type { Grant, RightsRule } from "../../../environments/facts/chart-rights";
import { groupBy } from "../../../inventory/group-by";

/** Roles that Kubernetes brings, by what they allow. https://kubernetes.io/docs/reference/access-authn-authz/rbac/#other-component-roles */
const BUILT_IN: Readonly<Record<string, string>> = {
  "system:auth-delegator": "asks who a token is of, and what that one may do",
  "extension-apiserver-authentication-reader": "reads how the API server authenticates requests",
};

/** A role's rules in words: verbs, then what they are allowed on. */
export function rulesText({ role, rules }: Pick<Grant, "role" | "rules">): string {
  const known = BUILT_IN[role];
  if (rules.length === 0) return known ?? `role ${role}`;
  const byVerbs = groupBy(rules, ({ verbs }) => verbsText(verbs));
  return [...byVerbs]
    .map(([verbs, group]) => `${verbs} ${[...new Set(group.flatMap(objectsOf))].join(", ")}`)
    .join("; ");
}

const READ = ["get", "list", "watch"];

/** Reading is one word, where all of it is allowed. */
function verbsText(verbs: readonly string[]): string {
  if (verbs.includes("*")) return "**everything with**";
  const reads = READ.every((verb) => verbs.includes(verb));
  const others = verbs.filter((verb) => !reads || !READ.includes(verb));
  return [...(reads ? ["read"] : []), ...others.toSorted()].join("/");
}

function objectsOf({
  apiGroups,
  resources,
  resourceNames,
  nonResourceURLs,
}: RightsRule): readonly string[] {
  // All resources of a group: the group alone is shown.
  const groups = resources.includes("*") ? ` of \`${apiGroups.join(", ")}\`` : "";
  const names = resourceNames.length === 0 ? "" : ` (${resourceNames.join(", ")})`;
  return [
    ...resources.map((resource) => `\`${resource}\`${groups}${names}`),
    ...nonResourceURLs.map((url) => `\`${url}\``),
  ];
}
