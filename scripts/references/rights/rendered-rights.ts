import { parseAllDocuments } from "yaml";
import { z } from "zod";
import type { Grant, RightsRule } from "../../../environments/facts/chart-rights";

const rule = z.object({
  apiGroups: z.array(z.string()).default([]),
  resources: z.array(z.string()).default([]),
  resourceNames: z.array(z.string()).default([]),
  nonResourceURLs: z.array(z.string()).default([]),
  verbs: z.array(z.string()),
});

const metadata = z.object({ name: z.string(), namespace: z.string().optional() });
const role = z.object({
  kind: z.enum(["Role", "ClusterRole"]),
  metadata,
  rules: z.array(rule).nullish(),
});
const binding = z.object({
  kind: z.enum(["RoleBinding", "ClusterRoleBinding"]),
  metadata,
  roleRef: z.object({ kind: z.string(), name: z.string() }),
  subjects: z.array(
    z.object({ kind: z.string(), name: z.string(), namespace: z.string().optional() }),
  ),
});

/**
 * What a rendered chart gives to accounts.
 *
 * @param text output of `helm template`
 * @param namespace of the release, where an object says none
 */
export function grantsOf(text: string, namespace: string): readonly Grant[] {
  const objects = parseAllDocuments(text).map((document): unknown => document.toJS());
  const roles = objects.flatMap((object) => role.safeParse(object).data ?? []);
  const bindings = objects.flatMap((object) => binding.safeParse(object).data ?? []);
  return bindings.flatMap(({ kind, metadata: at, roleRef, subjects }) => {
    const where = kind === "RoleBinding" ? (at.namespace ?? namespace) : undefined;
    const found = roles.find(
      (one) =>
        one.kind === roleRef.kind &&
        one.metadata.name === roleRef.name &&
        (one.kind === "ClusterRole" || (one.metadata.namespace ?? namespace) === where),
    );
    const rules: readonly RightsRule[] = found?.rules ?? [];
    return subjects
      .filter((subject) => subject.kind === "ServiceAccount")
      .map((subject): Grant => ({
        account: { namespace: subject.namespace ?? namespace, name: subject.name },
        namespace: where,
        role: roleRef.name,
        rules: [...rules],
      }));
  });
}
