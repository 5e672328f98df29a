import type { EnvironmentSpec } from "../../environments/schema";
import { amountOf } from "../../environments/quantity";
import type { PodDemand } from "./situation";

/** Where an environment's data decides on a value. */
export interface DataPath {
  readonly file: string;
  readonly path: string;
}

interface Candidate {
  readonly path: string;
  readonly amount: number;
}

/** Where the data decides on the greatest number of pods; undefined: not there, or not with this number. */
export function countPath(
  demand: PodDemand,
  spec: EnvironmentSpec | undefined,
): DataPath | undefined {
  if (spec === undefined) return undefined;
  return pathOf(spec, declaredAs(demand, spec)?.counts ?? [], demand.count);
}

/** Where the data decides on a request or limit of CPU or memory, in the same way. */
export function resourcePath(
  demand: PodDemand,
  of: "requests" | "limits",
  resource: string,
  spec: EnvironmentSpec | undefined,
): DataPath | undefined {
  if (spec === undefined || (resource !== "cpu" && resource !== "memory")) return undefined;
  const declared = declaredAs(demand, spec);
  if (declared === undefined) return undefined;
  const reduced = spec.fallbacks?.reducedRequests[declared.name];
  const candidates = [
    ...(of === "requests" && reduced !== undefined
      ? [
          {
            path: `fallbacks.reducedRequests["${declared.name}"].${resource}`,
            text: reduced[resource],
          },
        ]
      : []),
    {
      path: `${declared.path}.resources.${of}.${resource}`,
      text: declared.resources[of][resource],
    },
  ].map(({ path, text }) => ({ path, amount: amountOf(resource, text) }));
  return pathOf(spec, candidates, demand.resources[of][resource] ?? 0);
}

function pathOf(
  spec: EnvironmentSpec,
  candidates: readonly Candidate[],
  amount: number,
): DataPath | undefined {
  const found = candidates.find((candidate) => candidate.amount === amount);
  return found && { file: `environments/${spec.name}.ts`, path: found.path };
}

/** The entry of the data that a Deployment or ScaledJob of the workload stack is made from. */
function declaredAs({ owner }: PodDemand, { workload }: EnvironmentSpec) {
  const { web, workers, services, namespace } = workload;
  const entries = [
    {
      deployment: "montage-ai-web",
      name: "web",
      path: "workload.web",
      resources: web.resources,
      counts: [{ path: "workload.web.replicas.max", amount: web.replicas.max }],
    },
    ...services.map(({ name, component, resources, replicas }, index) => ({
      deployment: name,
      name: component,
      path: `workload.services[${index}]`,
      resources,
      counts: [{ path: `workload.services[${index}].replicas`, amount: replicas }],
    })),
    ...workers.map(({ name, resources, scaling }, index) => ({
      deployment: `montage-ai-${name}`,
      name,
      path: `workload.workers[${index}]`,
      resources,
      counts: [
        { path: `workload.workers[${index}].scaling.max`, amount: scaling.max },
        {
          path: `workload.workers[${index}].scaling.replicasWithoutKeda`,
          amount: scaling.replicasWithoutKeda,
        },
      ],
    })),
  ];
  // A ScaledJob is called as the Deployment that takes its place without KEDA.
  return (owner.kind === "Deployment" || owner.kind === "ScaledJob") &&
    owner.namespace === namespace
    ? entries.find(({ deployment }) => deployment === owner.name)
    : undefined;
}
