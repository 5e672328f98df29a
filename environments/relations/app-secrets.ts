import { appComponents, applicationPath } from "../applications";
import type { Mismatch, Relation } from "./relation";
import { duplicates } from "./duplicates";
import { ofApplication } from "./of-application";

/** With External Secrets on, a missing Vault is an error of its own, whatever is read from it. */
const secretsComeFromVault = ofApplication({
  needs: ["switches", "vault", "name"],
  check: (application, _at, { switches: { addons }, vault, name }) => {
    const { secrets } = application;
    const place = applicationPath(application, "secrets");
    if (secrets.length === 0 || addons["external-secrets"]) return [];
    return [
      {
        path: ["switches", "addons", "external-secrets"],
        message: `${place} (${secrets.map((secret) => secret.name).join(", ")}) come from Vault through it: no pod that needs one would start`,
        fix: `set it to true, or take ${place} away`,
      },
      ...(vault === undefined
        ? [
            {
              path: ["vault"],
              message: `${place} name keys, but no Vault is described to read them from`,
              fix: `add a vault block to environments/${name}.ts, or take ${place} away`,
            },
          ]
        : []),
    ];
  },
});

const secretsAreDistinct = ofApplication({
  check: (application, at) => {
    const { secrets, images, redis } = application;
    const place = (path: string) => applicationPath(application, path);
    const taken = new Map([
      [images.ghcr?.pullSecretName, place("images.ghcr.pullSecretName")],
      [images.external?.pullSecretName, place("images.external.pullSecretName")],
      [redis.password?.secretName, place("redis.password.secretName")],
    ]);
    return [
      ...duplicates(secrets.map(({ name }) => name)).map((index) => ({
        path: at("secrets", index, "name"),
        message: "another secret has this name: one would overwrite the other",
        fix: "name each Secret once, with all its variables",
      })),
      ...secrets.flatMap(({ name }, index) => {
        const owner = taken.get(name);
        return owner === undefined
          ? []
          : [
              {
                path: at("secrets", index, "name"),
                message: `is ${owner}, which something else writes`,
                fix: "choose another name",
              },
            ];
      }),
    ];
  },
});

const secretsAreForSomebody = ofApplication({
  check: (application, at) => {
    const { secrets } = application;
    const components = appComponents(application);
    return secrets.flatMap(({ for: readers = [] }, index) =>
      readers.flatMap((reader, position) =>
        components.includes(reader)
          ? []
          : [
              {
                path: at("secrets", index, "for", position),
                message: "no pods that take variables have this name",
                fix: `use some of ${components.join(", ")}, or leave for out for all of them`,
              },
            ],
      ),
    );
  },
});

/** Of two values for one variable, Kubernetes takes one without a word. */
const variablesHaveOneValue = ofApplication({
  check: (application, at) => {
    const { secrets, settings, web, workers } = application;
    const place = (path: string) => applicationPath(application, path);
    const owners = new Map(
      Object.keys(settings).map((variable) => [variable, place(`settings.${variable}`)]),
    );
    const own = [
      ...Object.keys(web?.variables ?? {}).map((name) => [name, place("web.variables")] as const),
      ...workers.flatMap((worker) =>
        Object.keys(worker.variables).map(
          (name) => [name, place(`workers[${worker.name}].variables`)] as const,
        ),
      ),
    ];
    for (const [name, owner] of own) owners.set(name, owner);
    return secrets.flatMap(({ name, variables }, index): readonly Mismatch[] =>
      Object.keys(variables).flatMap((variable) => {
        const owner = owners.get(variable);
        owners.set(variable, `secret ${name}`);
        return owner === undefined
          ? []
          : [
              {
                path: at("secrets", index, "variables", variable),
                message: `is set by ${owner} as well: pods would get one of the two values`,
                fix: owner.startsWith(place("settings."))
                  ? `take ${variable} out of ${place("settings")}; if a secret stood there, revoke it`
                  : "set it in one place",
              },
            ];
      }),
    );
  },
});

export const appSecretRelations: readonly Relation[] = [
  secretsComeFromVault,
  secretsAreDistinct,
  secretsAreForSomebody,
  variablesHaveOneValue,
];
