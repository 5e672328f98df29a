import { Testing, TerraformStack } from "cdktf";
import { InClusterRegistry } from "../../modules/registry/in-cluster-registry";
import { specOf } from "./synth";

interface Block {
  readonly metadata: { readonly name: string };
  readonly [argument: string]: unknown;
}

/** The registry of staging as Terraform gets it, with other data where a test says so. */
export function synthesizedRegistry(changes: { readonly keepNewest?: number } = {}): string {
  const staging = specOf("staging").registry;
  if (staging === undefined) throw new Error("staging has a registry");
  const stack = new TerraformStack(Testing.app(), "stack");
  new InClusterRegistry(stack, "registry", {
    source: { ...staging, ...changes },
    namespace: "registry",
    nodeSelector: { "fluxibri.ai/registry-host": "true" },
  });
  return Testing.synth(stack);
}

/** Its resources of a type, by the names of their objects. */
export function resourcesByName(type: string): Readonly<Record<string, Block>> {
  const resources: Readonly<Record<string, Readonly<Record<string, Block>>>> =
    JSON.parse(synthesizedRegistry()).resource;
  const found = Object.values(resources[type] ?? {});
  return Object.fromEntries(found.map((block) => [block.metadata.name, block]));
}
