import { oneOf } from "../suggest";
import { applicationPath } from "../applications";
import { type At, ofApplication } from "./of-application";
import type {
  ApplicationSpec,
  ServerReference,
  SettingReference,
  WorkerReference,
} from "../schema";
import type { Mismatch, Relation } from "./relation";

type Path = Mismatch["path"];
type Reference = SettingReference | ServerReference | WorkerReference;

/** Every record of variables of the data, with its place. */
function records({ settings, web, workers, services }: ApplicationSpec, at: At) {
  const of = (path: Path, variables: Readonly<Record<string, string | Reference>>) =>
    Object.entries(variables).map(([name, value]) => ({ path: [...path, name], value }));
  return [
    ...of(at("settings"), settings),
    ...of(at("web", "variables"), web?.variables ?? {}),
    ...workers.flatMap(({ variables }, index) => of(at("workers", index, "variables"), variables)),
    ...services.flatMap(({ variables }, index) =>
      of(at("services", index, "variables"), variables),
    ),
  ];
}

/** The variable would be left out without a word. */
const referencesLeadSomewhere = ofApplication({
  check: (application, at) => {
    const claims = application.claims.map(({ name }) => name);
    const services = application.services.map(({ name }) => name);
    const place = (kind: string) => applicationPath(application, `${kind}s`);
    return records(application, at).flatMap(({ path, value }): readonly Mismatch[] => {
      if (typeof value === "string") return [];
      switch (value.from) {
        case "claim":
          return missing([...path, "claim"], { kind: "claim", place }, value.claim, claims);
        case "service-host":
        case "service-port":
          return missing([...path, "service"], { kind: "service", place }, value.service, services);
        default:
          return [];
      }
    });
  },
});

function missing(
  path: Path,
  { kind, place }: { readonly kind: string; readonly place: (kind: string) => string },
  name: string,
  known: readonly string[],
): readonly Mismatch[] {
  if (known.includes(name)) return [];
  const add = `add it to ${place(kind)}`;
  return [
    {
      path,
      message: `no ${kind} has this name`,
      fix: known.length === 0 ? add : `${oneOf(known)}, or ${add}`,
    },
  ];
}

/** Without its password no pod that speaks Redis could connect. */
const redisPasswordIsSent = ofApplication({
  check: ({ web, workers, redis }, at) => {
    const sends = (variables: Readonly<Record<string, string | Reference>>) =>
      Object.values(variables).some(
        (value) => typeof value !== "string" && value.from === "redis-password",
      );
    const silent = [
      ...(web === undefined || sends(web.variables) ? [] : ["web"]),
      ...workers.filter(({ variables }) => !sends(variables)).map(({ name }) => name),
    ];
    return redis.password === undefined || silent.length === 0
      ? []
      : [
          {
            path: at("redis", "password"),
            message: `the app sends no password: ${silent.join(", ")} could not connect`,
            fix: 'remove it and let network policies guard Redis; or, once the app reads a password from a variable, add that to the variables of web and of each worker, e.g. REDIS_PASSWORD: { from: "redis-password" }',
          },
        ];
  },
});

/** Without a GPU there is nothing to tell the app of. */
const encodersHaveGpus = ofApplication({
  check: ({ workers }, at) =>
    workers.flatMap(({ gpu, encoder }, index) =>
      encoder !== undefined && gpu === undefined
        ? [
            {
              path: at("workers", index, "encoder"),
              message: "has no effect without gpu",
              fix: "remove it, or say in gpu what the worker needs",
            },
          ]
        : [],
    ),
});

export const variableRelations: readonly Relation[] = [
  referencesLeadSomewhere,
  redisPasswordIsSent,
  encodersHaveGpus,
];
