import type { ApplicationSpec, Fallbacks, Resources, WorkerSpec } from "../../environments/schema";

/** Resources of the web front or of a worker, with the smaller requests of the fallback if it has some; limits stay. */
export function withReducedRequests(
  { name, web }: ApplicationSpec,
  of: "web" | WorkerSpec,
  fallbacks: Fallbacks | undefined,
): Resources {
  const [component, resources] = of === "web" ? [of, web.resources] : [of.name, of.resources];
  const reduced = fallbacks?.reducedRequests[name]?.[component];
  return reduced === undefined ? resources : { ...resources, requests: reduced };
}
