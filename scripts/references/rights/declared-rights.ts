import { z } from "zod";
import type { Grant } from "../../../environments/facts/chart-rights";
import { References } from "../../../inventory/references";
import { isObject, type JsonObject } from "../../../inventory/json";
import { parseStack, type StackSource } from "../../../inventory/stack-json";

/** What an environment's own stacks say of rights. */
export interface DeclaredRights {
  /** Accounts of the stacks, also those that may do nothing. */
  readonly accounts: readonly Grant["account"][];
  readonly grants: readonly Grant[];
  /** Admission policies by the user (`system:serviceaccount:…`) whose requests they judge. */
  readonly bounds: readonly { readonly user: string; readonly policy: string }[];
}

const metadata = z.object({ name: z.string(), namespace: z.string().optional() });
const list = z.array(z.string()).default([]);
const role = z.object({
  metadata,
  rule: z.array(z.object({ api_groups: list, resources: list, resource_names: list, verbs: list })),
});
const binding = z.object({
  metadata,
  role_ref: z.object({ kind: z.string(), name: z.string() }),
  subject: z.array(z.object({ kind: z.string(), name: z.string(), namespace: z.string() })),
});
const account = z.object({ metadata: z.object({ name: z.string(), namespace: z.string() }) });
const policy = z.object({
  kind: z.literal("ValidatingAdmissionPolicy"),
  metadata,
  spec: z.object({ matchConditions: z.array(z.object({ expression: z.string() })).default([]) }),
});

/** Roles, bindings, accounts and policies of synthesized stacks, their references followed. */
export function declaredRights(sources: readonly StackSource[]): DeclaredRights {
  const stacks = sources.map(parseStack);
  const references = new References(stacks);
  const blocksOf = (...types: readonly string[]): readonly JsonObject[] =>
    stacks.flatMap((stack) =>
      types.flatMap((type) =>
        Object.values(stack.resource[type] ?? {})
          .map(references.in(stack))
          .filter(isObject),
      ),
    );
  const read = <T extends z.ZodType>(schema: T, blocks: readonly JsonObject[]) =>
    blocks.map((block) => schema.parse(block));
  const roles = read(role, blocksOf("kubernetes_role_v1"));
  const clusterRoles = read(role, blocksOf("kubernetes_cluster_role_v1"));
  const policies = blocksOf("kubernetes_manifest").flatMap(
    ({ manifest }) => policy.safeParse(manifest).data ?? [],
  );
  return {
    accounts: read(account, blocksOf("kubernetes_service_account_v1")).map((one) => one.metadata),
    grants: [
      ...read(binding, blocksOf("kubernetes_role_binding_v1")).flatMap((one) =>
        grantsOf(one, one.metadata.namespace, [...roles, ...clusterRoles]),
      ),
      ...read(binding, blocksOf("kubernetes_cluster_role_binding_v1")).flatMap((one) =>
        grantsOf(one, undefined, clusterRoles),
      ),
    ],
    bounds: policies.flatMap(({ metadata: { name }, spec }) =>
      spec.matchConditions.flatMap(({ expression }) => {
        const [, user] = /userInfo\.username == "([^"]+)"/.exec(expression) ?? [];
        return user === undefined ? [] : [{ user, policy: name }];
      }),
    ),
  };
}

function grantsOf(
  { role_ref: ref, subject }: z.output<typeof binding>,
  namespace: string | undefined,
  roles: readonly z.output<typeof role>[],
): readonly Grant[] {
  const found = roles.find(({ metadata: { name } }) => name === ref.name);
  const rules = (found?.rule ?? []).map((rule) => ({
    apiGroups: rule.api_groups,
    resources: rule.resources,
    resourceNames: rule.resource_names,
    nonResourceURLs: [],
    verbs: rule.verbs,
  }));
  return subject.map((one) => ({
    account: { namespace: one.namespace, name: one.name },
    namespace,
    role: ref.name,
    rules,
  }));
}
