import { z } from "zod";
import { isObject, type JsonObject } from "./json";
import type { TerraformBlock } from "./model";

const configured = z.object({
  address: z.string(),
  mode: z.string().default("managed"),
  type: z.string().optional(),
  expressions: z.unknown().optional(),
  provisioners: z.array(z.object({ type: z.string() })).default([]),
});
const moduleSchema = z.object({
  resources: z.array(configured).default([]),
  get module_calls() {
    return z
      .record(
        z.string(),
        z.object({ source: z.string().optional(), module: moduleSchema.optional() }),
      )
      .default({});
  },
});
type Module = z.output<typeof moduleSchema>;

const providers = z.record(
  z.string(),
  z.object({
    name: z.string(),
    full_name: z.string().optional(),
    expressions: z.unknown().optional(),
  }),
);
const configuration = z.object({
  provider_config: providers.default({}),
  root_module: moduleSchema.default({ resources: [], module_calls: {} }),
});

/** Sections by what `terraform show -json` calls a resource's mode. */
const SECTIONS: Readonly<Record<string, string>> = {
  managed: "resource",
  data: "data",
  ephemeral: "ephemeral",
};

/**
 * The blocks of the configuration that a plan was made of, modules included.
 * Expressions are reduced to their references there: function calls cannot be seen.
 *
 * @param json `configuration` of `terraform show -json`
 * @returns undefined when it does not have that shape
 */
export function planBlocks(stack: string, json: unknown): readonly TerraformBlock[] | undefined {
  const { success, data } = configuration.safeParse(json ?? {});
  if (!success) return undefined;
  const provided = Object.entries(data.provider_config).flatMap(([key, { name, ...rest }]) => {
    const value = isObject(rest.expressions) ? plain(rest.expressions) : {};
    const source: JsonObject = { source: rest.full_name ?? name };
    return [
      blockOf(stack, "provider", name, `provider.${key}`, value),
      blockOf(stack, "required_providers", name, `required_providers.${key}`, source),
    ];
  });
  return [...provided, ...blocksOf(stack, data.root_module, "")];
}

function blocksOf(stack: string, module: Module, prefix: string): readonly TerraformBlock[] {
  const resources = module.resources.map(({ address, mode, type, expressions, provisioners }) => {
    const section = SECTIONS[mode] ?? mode;
    const value = isObject(expressions) ? plain(withoutSecrets(address, expressions)) : {};
    const run = provisioners.map((provisioner) => ({ [provisioner.type]: {} }));
    return blockOf(stack, section, type ?? typeIn(address), prefix + address, {
      ...value,
      ...(run.length === 0 ? {} : { provisioner: run }),
    });
  });
  const called = Object.entries(module.module_calls).flatMap(([name, call]) =>
    call.module === undefined ? [] : blocksOf(stack, call.module, `${prefix}module.${name}.`),
  );
  return [...resources, ...called];
}

/** `null_resource` of `null_resource.a` and of `data.null_resource.a`. */
function typeIn(address: string): string {
  const [first = "", second = ""] = address.split(".");
  return Object.values(SECTIONS).includes(first) ? second : first;
}

function blockOf(
  stack: string,
  section: string,
  type: string,
  name: string,
  value: JsonObject,
): TerraformBlock {
  return {
    kind: "Terraform",
    name,
    place: { kind: "terraform", stack, address: name },
    section,
    type,
    value,
  };
}

/** A Secret's values are no concern of what runs, and are never kept. */
function withoutSecrets(address: string, expressions: JsonObject): JsonObject {
  if (!/^kubernetes_secret(_v1)?(_data)?\./.test(address)) return expressions;
  return Object.fromEntries(
    Object.entries(expressions).filter(([key]) => !/^(binary_)?data(_wo)?$/.test(key)),
  );
}

/** `{ constant_value: x }` as x, `{ references: [...] }` as an expression of its first reference. */
function plain(expressions: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(expressions).map(([key, value]) => [key, plainValue(value)]),
  );
}

function plainValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plainValue);
  if (!isObject(value)) return value;
  if ("constant_value" in value) return value["constant_value"];
  const { references } = value;
  if (Array.isArray(references)) return `\${${String(references[0] ?? "")}}`;
  return plain(value);
}
