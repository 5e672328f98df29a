import { z } from "zod";
import { isObject } from "../../inventory/json";

/** A node group as the code declares it. */
export interface DeclaredGroup {
  /** E.g. `aws_eks_node_group.pools_gpu_node-group_1234ABCD`. */
  readonly address: string;
  /** What its name begins with; a time and a count follow. */
  readonly prefix: string;
}

/** Node groups that code and state of an environment know. */
export interface KnownGroups {
  readonly declared: readonly DeclaredGroup[];
  /**
   * Names in the state, by address; of an address that was to be replaced when an
   * apply broke off there are two. Undefined: the state was not read.
   */
  readonly inState: ReadonlyMap<string, StateGroups> | undefined;
  /** Why the state was not read. */
  readonly why: string | undefined;
}

/** Names that a state has at one address. */
export interface StateGroups {
  /** Undefined: only ones that are to be deleted. */
  readonly current: string | undefined;
  /** To be deleted by the next apply. */
  readonly deposed: readonly string[];
}

const TYPE = "aws_eks_node_group";
const code = z.object({
  resource: z.record(z.string(), z.record(z.string(), z.record(z.string(), z.unknown()))),
});
/** Version 4 of Terraform's state, as far as it is read here. */
const state = z.object({
  version: z.literal(4),
  resources: z.array(
    z.object({
      mode: z.string(),
      type: z.string(),
      name: z.string(),
      instances: z.array(
        z.object({ deposed: z.string().optional(), attributes: z.unknown().optional() }),
      ),
    }),
  ),
});

/** @param json content of a stack's cdk.tf.json */
export function declaredGroups(json: unknown): readonly DeclaredGroup[] {
  const blocks = code.safeParse(json).data?.resource[TYPE] ?? {};
  return Object.entries(blocks).flatMap(([id, { node_group_name_prefix: prefix }]) =>
    typeof prefix === "string" ? [{ address: `${TYPE}.${id}`, prefix }] : [],
  );
}

/**
 * @param pulled what `terraform state pull` printed; undefined when there is no state
 * @throws ZodError for another format of state
 */
export function groupsInState(pulled: unknown): ReadonlyMap<string, StateGroups> {
  const groups = new Map<string, StateGroups>();
  if (pulled === undefined) return groups;
  for (const { mode, type, name, instances } of state.parse(pulled).resources) {
    if (mode !== "managed" || type !== TYPE) continue;
    const named = instances.map(({ deposed, attributes }) => ({
      deposed: deposed !== undefined,
      name: nameIn(attributes),
    }));
    groups.set(`${TYPE}.${name}`, {
      current: named.find(({ deposed }) => !deposed)?.name,
      deposed: named.flatMap((each) => (each.deposed && each.name ? [each.name] : [])),
    });
  }
  return groups;
}

/** From `id`, CLUSTER:NAME: a group that failed as it came up has no other name in the state (aws provider 5.100.0). */
function nameIn(attributes: unknown): string | undefined {
  const id = isObject(attributes) ? attributes["id"] : undefined;
  return typeof id === "string" ? id.slice(id.indexOf(":") + 1) : undefined;
}
