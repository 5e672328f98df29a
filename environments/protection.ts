import type { EnvironmentSpec } from "./schema";

/**
 * Whether an environment holds what people would miss: `prevent_destroy` on its
 * data, no fallback, applied from a commit only. What is not said is protected.
 */
export function isProtected(spec: Pick<EnvironmentSpec, "protected">): boolean {
  return spec.protected !== false;
}
