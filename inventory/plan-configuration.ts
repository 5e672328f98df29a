import { z } from "zod";

const moduleSchema = z.object({
  resources: z.array(z.object({ address: z.string(), expressions: z.unknown() })).default([]),
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
