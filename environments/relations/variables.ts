import type { ServerReference, SettingReference, WorkerReference, WorkloadSpec } from "../schema";
import type { Mismatch, Relation } from "./relation";

type Path = Mismatch["path"];
type Reference = SettingReference | ServerReference | WorkerReference;

/** Every record of variables of the data, with its place. */
function records({ settings, web, workers, services }: WorkloadSpec) {
  const of = (path: Path, variables: Readonly<Record<string, string | Reference>>) =>
    Object.entries(variables).map(([name, value]) => ({ path: [...path, name], value }));
  return [
    ...of(["workload", "settings"], settings),
    ...of(["workload", "web", "variables"], web.variables),
    ...workers.flatMap(({ variables }, index) =>
      of(["workload", "workers", index, "variables"], variables),
    ),
    ...services.flatMap(({ variables }, index) =>
      of(["workload", "services", index, "variables"], variables),
    ),
  ];
}

/** The variable would be left out without a word. */
const referencesLeadSomewhere: Relation = {
  needs: ["workload"],
  check: ({ workload }) => {
    const claims = workload.claims.map(({ name }) => name);
    const services = workload.services.map(({ name }) => name);
    return records(workload).flatMap(({ path, value }): readonly Mismatch[] => {
      if (typeof value === "string") return [];
      switch (value.from) {
        case "claim":
          return missing([...path, "claim"], "claim", value.claim, claims);
        case "service-host":
        case "service-port":
          return missing([...path, "service"], "service", value.service, services);
        default:
          return [];
      }
    });
  },
};

function missing(
  path: Path,
  kind: string,
  name: string,
  known: readonly string[],
): readonly Mismatch[] {
  if (known.includes(name)) return [];
  const add = `add it to workload.${kind}s`;
  return [
    {
      path,
      message: `no ${kind} has this name`,
      fix: known.length === 0 ? add : `use one of ${known.join(", ")}, or ${add}`,
    },
  ];
}

/** Without its password no pod that speaks Redis could connect. */
const redisPasswordIsSent: Relation = {
  needs: ["redis", "workload"],
  check: ({ redis, workload: { web, workers } }) => {
    const sends = (variables: Readonly<Record<string, string | Reference>>) =>
      Object.values(variables).some(
        (value) => typeof value !== "string" && value.from === "redis-password",
      );
    const silent = [
      ...(sends(web.variables) ? [] : ["web"]),
      ...workers.filter(({ variables }) => !sends(variables)).map(({ name }) => name),
    ];
    return redis.password === undefined || silent.length === 0
      ? []
      : [
          {
            path: ["redis", "password"],
            message: `the app sends no password: ${silent.join(", ")} could not connect`,
            fix: 'remove it and let network policies guard Redis; or, once the app reads a password from a variable, add that to the variables of web and of each worker, e.g. REDIS_PASSWORD: { from: "redis-password" }',
          },
        ];
  },
};

/** Without a GPU there is nothing to tell the app of. */
const encodersHaveGpus: Relation = {
  needs: ["workload"],
  check: ({ workload: { workers } }) =>
    workers.flatMap(({ gpu, encoder }, index) =>
      encoder !== undefined && gpu === undefined
        ? [
            {
              path: ["workload", "workers", index, "encoder"],
              message: "has no effect without gpu",
              fix: "remove it, or say in gpu what the worker needs",
            },
          ]
        : [],
    ),
};

export const variableRelations: readonly Relation[] = [
  referencesLeadSomewhere,
  redisPasswordIsSent,
  encodersHaveGpus,
];
