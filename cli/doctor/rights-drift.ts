import { isObject } from "../../inventory/json";
import { type Content, describe } from "../../inventory/model";
import type { Examination } from "./examination";

/** Who may do what in the cluster: no rule looks at these, so the inventory has them as they are. */
export const RIGHTS_KINDS = ["Role", "RoleBinding", "ClusterRole", "ClusterRoleBinding"].map(
  (kind) => ({ kind, group: "rbac.authorization.k8s.io" }),
);

/** An object of the code whose rights are others in the cluster. */
export interface DriftedRights {
  readonly object: Content;
  /** What is different, each in few words. */
  readonly differences: readonly string[];
}

/**
 * Roles and bindings of the code that are not there, or give other rights. A rule
 * may be split or ordered otherwise and give the same: what counts is each single right.
 */
export function driftedRights(
  code: readonly Content[],
  { inventory, unreadKinds, unservedKinds }: Examination,
): readonly DriftedRights[] {
  const live = new Map(inventory.contents.map((each) => [describe(each), each]));
  return code
    .filter(({ kind }) => RIGHTS_KINDS.some((each) => each.kind === kind))
    .filter(({ kind }) => !unreadKinds.has(kind) && !unservedKinds.has(kind))
    .flatMap((object) => {
      const found = live.get(describe(object));
      const differences =
        found === undefined
          ? ["is not there"]
          : [...rights(object, found), ...bindings(object, found)];
      return differences.length === 0 ? [] : [{ object, differences }];
    });
}

function rights(code: Content, live: Content): readonly string[] {
  const declared = grantsOf(code);
  const there = grantsOf(live);
  return [
    ...beyond(there, declared).map((grant) => `grants ${grant}, which the code does not`),
    ...beyond(declared, there).map((grant) => `does not grant ${grant}, which the code does`),
  ];
}

function bindings(code: Content, live: Content): readonly string[] {
  const declared = subjectsOf(code);
  const there = subjectsOf(live);
  const [codeRole, liveRole] = [roleOf(code), roleOf(live)];
  return [
    ...(codeRole === liveRole ? [] : [`gives ${liveRole}, in the code ${codeRole}`]),
    ...beyond(there, declared).map((subject) => `gives it to ${subject}, which the code does not`),
    ...beyond(declared, there).map(
      (subject) => `does not give it to ${subject}, which the code does`,
    ),
  ];
}

function beyond(all: readonly string[], known: readonly string[]): readonly string[] {
  const without = new Set(known);
  return [...new Set(all)].filter((each) => !without.has(each));
}

/** Each right by itself: `patch pods`, `get deployments.apps registry-push`. */
function grantsOf(content: Content): readonly string[] {
  return entries(content, "rules", "rule").flatMap((rule) => {
    const list = (key: string) => (Array.isArray(rule[key]) ? rule[key].map(String) : []);
    const groups = list("apiGroups");
    const names = list("resourceNames");
    const things = [
      ...list("resources").flatMap((resource) =>
        groups.map((group) => (group === "" ? resource : `${resource}.${group}`)),
      ),
      ...list("nonResourceURLs"),
    ];
    return list("verbs").flatMap((verb) =>
      things.flatMap((thing) =>
        names.length === 0 ? [`${verb} ${thing}`] : names.map((name) => `${verb} ${thing} ${name}`),
      ),
    );
  });
}

function subjectsOf(content: Content): readonly string[] {
  return entries(content, "subjects", "subject").map(({ kind, namespace, name }) =>
    [
      kind,
      [namespace, name].filter((part) => typeof part === "string" && part !== "").join("/"),
    ].join(" "),
  );
}

function roleOf({ value }: Content): string {
  const role = isObject(value) ? value["roleRef"] : undefined;
  return isObject(role) ? `${String(role["kind"])} ${String(role["name"])}` : "no role";
}

/** A list as Kubernetes writes it, or Terraform's blocks, of which a single one is no list. */
function entries({ value }: Content, list: string, block: string) {
  const found = isObject(value) ? (value[list] ?? value[block]) : undefined;
  return [found].flat().filter(isObject);
}
