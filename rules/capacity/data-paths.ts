import { applicationIn, applicationPath } from "../../environments/applications";
import { environmentFile } from "../../environments/environment-file";
import type { EnvironmentSpec } from "../../environments/schema";
import { amountOf } from "../../environments/quantity";
import { webName, workerDeploymentName } from "../../environments/workload-names";
import type { PodDemand } from "./situation";

/** Where an environment's data decides on a value. */
export interface DataPath {
  readonly file: string;
  readonly path: string;
}

interface Candidate {
  readonly path: string;
  /** The same as keys and indexes from the top of the data. */
  readonly keys: readonly PropertyKey[];
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
  const reduced = spec.fallbacks?.reducedRequests[declared.application]?.[declared.name];
  const candidates = [
    ...(of === "requests" && reduced !== undefined
      ? [
          {
            path: `fallbacks.reducedRequests["${declared.application}"]["${declared.name}"].${resource}`,
            keys: ["fallbacks", "reducedRequests", declared.application, declared.name, resource],
            text: reduced[resource],
          },
        ]
      : []),
    {
      path: `${declared.path}.resources.${of}.${resource}`,
      keys: [...declared.keys, "resources", of, resource],
      text: declared.resources[of][resource],
    },
  ].map(({ text, ...where }) => ({ ...where, amount: amountOf(resource, text) }));
  return pathOf(spec, candidates, demand.resources[of][resource] ?? 0);
}

function pathOf(
  spec: EnvironmentSpec,
  candidates: readonly Candidate[],
  amount: number,
): DataPath | undefined {
  const found = candidates.find((candidate) => candidate.amount === amount);
  return found && { file: environmentFile(spec.name, found.keys), path: found.path };
}

/** The entry of the data that a Deployment or ScaledJob of an application is made from. */
function declaredAs({ owner }: PodDemand, spec: EnvironmentSpec) {
  const application = applicationIn(spec, owner.namespace ?? "");
  if (application === undefined) return undefined;
  const { name: called, web, workers, services } = application;
  const place = (path: string) => applicationPath(application, path);
  const at = ["applications", spec.applications.indexOf(application)];
  const entries = [
    ...(web === undefined
      ? []
      : [
          {
            application: called,
            deployment: webName(called),
            name: "web",
            path: place("web"),
            keys: [...at, "web"],
            resources: web.resources,
            counts: [
              {
                path: place("web.replicas.max"),
                keys: [...at, "web", "replicas", "max"],
                amount: web.replicas.max,
              },
            ],
          },
        ]),
    ...services.map(({ name, component, resources, replicas }, index) => ({
      application: called,
      deployment: name,
      name: component,
      path: place(`services[${name}]`),
      keys: [...at, "services", index],
      resources,
      counts: [
        {
          path: place(`services[${name}].replicas`),
          keys: [...at, "services", index, "replicas"],
          amount: replicas,
        },
      ],
    })),
    ...workers.map(({ name, resources, scaling }, index) => ({
      application: called,
      deployment: workerDeploymentName(called, name),
      name,
      path: place(`workers[${name}]`),
      keys: [...at, "workers", index],
      resources,
      counts: [
        {
          path: place(`workers[${name}].scaling.max`),
          keys: [...at, "workers", index, "scaling", "max"],
          amount: scaling.max,
        },
        {
          path: place(`workers[${name}].scaling.replicasWithoutKeda`),
          keys: [...at, "workers", index, "scaling", "replicasWithoutKeda"],
          amount: scaling.replicasWithoutKeda,
        },
      ],
    })),
  ];
  // A ScaledJob is called as the Deployment that takes its place without KEDA.
  return owner.kind === "Deployment" || owner.kind === "ScaledJob"
    ? entries.find(({ deployment }) => deployment === owner.name)
    : undefined;
}
