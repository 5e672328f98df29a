import { stackOf } from "./applications";
import type { EnvironmentSpec } from "./schema";
import { installs } from "./switched";

/** Stacks that come before those of the applications, in the order they are applied. */
const BEFORE_APPLICATIONS = ["node-pools", "storage", "platform", "secrets"] as const;

/** Names that no application's stack may have. */
export const STACKS_OF_ENVIRONMENT = [...BEFORE_APPLICATIONS, "terraform-cloud"] as const;

/** Name of a stack, without the environment before it. */
export type StackName = string;

/** Names that stacks of an environment may have, in the order they are applied. */
export function stackNames(spec: Pick<EnvironmentSpec, "applications">): readonly StackName[] {
  return [...BEFORE_APPLICATIONS, ...spec.applications.map(stackOf)];
}

/**
 * Names of the stacks that an environment's code makes, in the order they are applied. One with
 * nothing to own is not made: a bare kubeconfig has no node pools of ours, and without External
 * Secrets there are no credentials to bring.
 */
export function madeStackNames(spec: EnvironmentSpec): readonly StackName[] {
  const empty = new Set([
    ...(spec.cluster.kind === "kubeconfig" ? ["node-pools"] : []),
    ...(installs(spec, "external-secrets") ? [] : ["secrets"]),
  ]);
  return stackNames(spec).filter((name) => !empty.has(name));
}
