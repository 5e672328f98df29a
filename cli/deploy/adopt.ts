import { z } from "zod";
import type { Operation } from "../operation/operation";
import type { SynthesizedStack } from "../synthesis/synthesize";
import type { CondensedError } from "../../runtime/terraform/stack-failure";

const EXISTS = /already exists/;

/** A name that is still an expression is known only by an apply. */
const name = z.string().refine((text) => !text.includes("${"));
const metadata = z.object({ name, namespace: name.optional() });
const oneOf = <T extends z.ZodType>(schema: T) => z.union([schema, z.tuple([schema])]);
const stackJson = z.object({
  resource: z.record(z.string(), z.record(z.string(), z.record(z.string(), z.unknown()))),
});
const typed = z.object({ metadata: oneOf(metadata) });
const manifest = z.object({
  manifest: z.object({ apiVersion: z.string(), kind: z.string(), metadata }),
});

/**
 * Takes over objects that an apply made and could not write down before it was
 * killed: they are in the cluster and not in the state, and a second apply fails
 * of them. Only to be called after an apply that was killed here.
 *
 * @returns whether all errors were of that kind, and all objects are in the state now
 */
export async function adopt(
  operation: Operation,
  stack: SynthesizedStack,
  errors: readonly CondensedError[],
): Promise<boolean> {
  const found = errors.map(({ address, cause }) =>
    address === undefined || !EXISTS.test(cause)
      ? undefined
      : { address, id: importId(operation, stack, address) },
  );
  if (found.length === 0) return false;
  const known = found.flatMap((each) =>
    each?.id === undefined ? [] : [{ address: each.address, id: each.id }],
  );
  if (known.length < found.length) return false;
  const terraform = await operation.runs.of(stack);
  for (const { address, id } of known) {
    operation.say(`${stack.id}: ${address} was made by the apply that was killed: taken over`);
    await terraform.import(address, id);
  }
  return true;
}

/** What the provider calls an object; undefined for what is none of Kubernetes, or named only by an apply. */
function importId(
  { outputs }: Operation,
  { id, json }: SynthesizedStack,
  address: string,
): string | undefined {
  const [type = "", resource = ""] = address.split(".");
  if (!type.startsWith("kubernetes_")) return undefined;
  const block = outputs.resolved(id, stackJson.parse(json).resource[type]?.[resource]);
  if (type === "kubernetes_manifest") return manifestId(block);
  const found = typed.safeParse(block).data?.metadata;
  return found === undefined ? undefined : pathOf(Array.isArray(found) ? found[0] : found);
}

function pathOf({ name, namespace }: z.output<typeof metadata>): string {
  return namespace === undefined ? name : `${namespace}/${name}`;
}

/** https://registry.terraform.io/providers/hashicorp/kubernetes/2.38.0/docs/resources/manifest#import */
function manifestId(block: unknown): string | undefined {
  const { data } = manifest.safeParse(block);
  if (data === undefined) return undefined;
  const { apiVersion, kind, metadata: named } = data.manifest;
  const parts = { apiVersion, kind, ...named };
  return Object.entries(parts)
    .map(([key, value]) => `${key}=${value}`)
    .join(",");
}
