import { Construct } from "constructs";
import { FIRST_STACK, idOf } from "../environments/applications";
import type { ApplicationSpec } from "../environments/schema";

/** Where an application's constructs go in a stack of the environment. */
export function scopeOf(stack: Construct, application: ApplicationSpec): Construct {
  const id = idOf(application);
  return id === FIRST_STACK ? stack : new Construct(stack, id);
}

/**
 * Namespace of an application, as the platform made it: using it orders the stacks.
 *
 * @throws Error when the platform made none; a defect
 */
export function namespaceOf(
  { name }: ApplicationSpec,
  namespaces: Readonly<Record<string, string>>,
): string {
  const namespace = namespaces[name];
  if (namespace === undefined) throw new Error(`the platform has no namespace of ${name}`);
  return namespace;
}
