import type { Mismatch, Relation } from "./relation";
import { duplicates } from "./duplicates";

/** With External Secrets on, a missing Vault is an error of its own, whatever is read from it. */
const secretsComeFromVault: Relation = {
  needs: ["workload", "switches", "vault", "name"],
  check: ({ workload: { secrets }, switches: { addons }, vault, name }) => {
    if (secrets.length === 0 || addons["external-secrets"]) return [];
    return [
      {
        path: ["switches", "addons", "external-secrets"],
        message: `workload.secrets (${secrets.map((secret) => secret.name).join(", ")}) come from Vault through it: no pod that needs one would start`,
        fix: "set it to true, or take workload.secrets away",
      },
      ...(vault === undefined
        ? [
            {
              path: ["vault"],
              message: "workload.secrets name keys, but no Vault is described to read them from",
              fix: `add a vault block to environments/${name}.ts, or take workload.secrets away`,
            },
          ]
        : []),
    ];
  },
};

const secretsAreDistinct: Relation = {
  needs: ["workload", "images", "redis"],
  check: ({ workload: { secrets }, images, redis }) => {
    const taken = new Map([
      [images.ghcr?.pullSecretName, "images.ghcr.pullSecretName"],
      [images.external?.pullSecretName, "images.external.pullSecretName"],
      [redis.password?.secretName, "redis.password.secretName"],
    ]);
    return [
      ...duplicates(secrets.map(({ name }) => name)).map((index) => ({
        path: ["workload", "secrets", index, "name"],
        message: "another secret has this name: one would overwrite the other",
        fix: "name each Secret once, with all its variables",
      })),
      ...secrets.flatMap(({ name }, index) => {
        const owner = taken.get(name);
        return owner === undefined
          ? []
          : [
              {
                path: ["workload", "secrets", index, "name"],
                message: `is ${owner}, which something else writes`,
                fix: "choose another name",
              },
            ];
      }),
    ];
  },
};

const secretsAreForSomebody: Relation = {
  needs: ["workload"],
  check: ({ workload: { secrets, workers } }) => {
    const components = ["web", ...workers.map(({ name }) => name)];
    return secrets.flatMap(({ for: readers = [] }, index) =>
      readers.flatMap((reader, position) =>
        components.includes(reader)
          ? []
          : [
              {
                path: ["workload", "secrets", index, "for", position],
                message: "no pods that take variables have this name",
                fix: `use some of ${components.join(", ")}, or leave for out for all of them`,
              },
            ],
      ),
    );
  },
};

/** Of two values for one variable, Kubernetes takes one without a word. */
const variablesHaveOneValue: Relation = {
  needs: ["workload"],
  check: ({ workload: { secrets, settings, web, workers } }) => {
    const owners = new Map(
      Object.keys(settings).map((variable) => [variable, `workload.settings.${variable}`]),
    );
    const own = [
      ...Object.keys(web.variables).map((name) => [name, "workload.web.variables"] as const),
      ...workers.flatMap(({ variables }, index) =>
        Object.keys(variables).map(
          (name) => [name, `workload.workers[${index}].variables`] as const,
        ),
      ),
    ];
    for (const [name, place] of own) owners.set(name, place);
    return secrets.flatMap(({ name, variables }, index): readonly Mismatch[] =>
      Object.keys(variables).flatMap((variable) => {
        const owner = owners.get(variable);
        owners.set(variable, `secret ${name}`);
        return owner === undefined
          ? []
          : [
              {
                path: ["workload", "secrets", index, "variables", variable],
                message: `is set by ${owner} as well: pods would get one of the two values`,
                fix: owner.startsWith("workload.settings")
                  ? `take ${variable} out of workload.settings; if a secret stood there, revoke it`
                  : "set it in one place",
              },
            ];
      }),
    );
  },
};

export const appSecretRelations: readonly Relation[] = [
  secretsComeFromVault,
  secretsAreDistinct,
  secretsAreForSomebody,
  variablesHaveOneValue,
];
