import type { Fallbacks, Resources } from "../../environments/schema";

/** A workload's resources, with the smaller requests of the fallback if it has some; limits stay. */
export function withReducedRequests(
  resources: Resources,
  workload: string,
  fallbacks: Fallbacks | undefined,
): Resources {
  const reduced = fallbacks?.reducedRequests[workload];
  return reduced === undefined ? resources : { ...resources, requests: reduced };
}
