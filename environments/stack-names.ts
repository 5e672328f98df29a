import { stackOf } from "./applications";
import type { EnvironmentSpec } from "./schema";

/** Stacks that come before those of the applications, in the order they are applied. */
const BEFORE_APPLICATIONS = ["node-pools", "storage", "platform", "secrets"] as const;

/** Names that no application's stack may have. */
export const STACKS_OF_ENVIRONMENT = [...BEFORE_APPLICATIONS, "terraform-cloud"] as const;

/** Name of a stack, without the environment before it. */
export type StackName = string;

/** Names of an environment's stacks, in the order they are applied; one with nothing to own is not made. */
export function stackNames(spec: Pick<EnvironmentSpec, "applications">): readonly StackName[] {
  return [...BEFORE_APPLICATIONS, ...spec.applications.map(stackOf)];
}
