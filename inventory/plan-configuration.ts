import { z } from "zod";
import { isObject, type JsonObject } from "./json";
import type { Content } from "./model";
import { isConstant } from "./plan-values";

const moduleSchema = z.object({
  resources: z
    .array(
      z.object({
        address: z.string(),
        mode: z.string().default("managed"),
        expressions: z.unknown().optional(),
      }),
    )
    .default([]),
  variables: z.record(z.string(), z.object({ default: z.unknown().optional() })).default({}),
  get module_calls() {
    return z.record(z.string(), z.object({ module: moduleSchema.optional() })).default({});
  },
});
type Module = z.output<typeof moduleSchema>;

/** What stands in the configuration of a plan, by the address of the resource without indexes. */
export function configuredExpressions(root: unknown): ReadonlyMap<string, unknown> {
  const { success, data } = moduleSchema.safeParse(root ?? {});
  return new Map(success ? expressionsIn(data, "") : []);
}

function expressionsIn(module: Module, prefix: string): readonly (readonly [string, unknown])[] {
  return [
    ...module.resources.map(({ address, expressions }) => [prefix + address, expressions] as const),
    ...Object.entries(module.module_calls).flatMap(([name, call]) =>
      call.module === undefined ? [] : expressionsIn(call.module, `${prefix}module.${name}.`),
    ),
  ];
}

/** The parts of a plan that say something beside its resources. */
interface Configuration {
  readonly root_module?: unknown;
  readonly provider_config?: unknown;
}

/**
 * Texts of a plan or a state that belong to no resource: outputs, settings of
 * providers, defaults of variables and the questions of data sources.
 *
 * @param configuration Of the plan; a state has none
 */
export function contentsOfShown(
  stack: string,
  outputs: Readonly<Record<string, { readonly value?: unknown }>>,
  configuration: Configuration = {},
): readonly Content[] {
  const { success, data } = moduleSchema.safeParse(configuration.root_module ?? {});
  const { resources, variables } = success ? data : { resources: [], variables: {} };
  const providers = isObject(configuration.provider_config) ? configuration.provider_config : {};
  const found: readonly (readonly [string, unknown])[] = [
    ...Object.entries(outputs).map(([id, { value }]) => [`output.${id}`, { [id]: value }] as const),
    ...Object.entries(variables).map(
      ([id, { default: value }]) => [`variable.${id}`, { [id]: value }] as const,
    ),
    ...Object.entries(providers).map(
      ([id, provider]) =>
        [`provider.${id}`, isObject(provider) ? constantsIn(provider.expressions) : {}] as const,
    ),
    ...resources
      .filter(({ mode }) => mode === "data")
      .map(({ address, expressions }) => [address, constantsIn(expressions)] as const),
  ];
  return found.map(([address, value]) => ({
    kind: "Terraform",
    name: address,
    place: { kind: "terraform", stack, address },
    value,
  }));
}

/** Expressions that are values in plain words, in the shape of the block that they stand in. */
function constantsIn(expression: unknown): unknown {
  if (isConstant(expression)) return expression.constant_value;
  if (Array.isArray(expression)) return expression.map(constantsIn);
  if (!isObject(expression) || "references" in expression) return undefined;
  const members: JsonObject = expression;
  return Object.fromEntries(
    Object.entries(members).map(([key, member]) => [key, constantsIn(member)]),
  );
}
