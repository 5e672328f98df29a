import type { ApplicationSpec, Fallbacks, Resources } from "../../environments/schema";

/**
 * Resources of the web front or of a worker, with the smaller requests of the fallback if it has some; limits stay.
 *
 * @param component `web`, or the worker's name
 */
export function withReducedRequests(
  { name }: Pick<ApplicationSpec, "name">,
  { component, resources }: { readonly component: string; readonly resources: Resources },
  fallbacks: Fallbacks | undefined,
): Resources {
  const reduced = fallbacks?.reducedRequests[name]?.[component];
  return reduced === undefined ? resources : { ...resources, requests: reduced };
}
