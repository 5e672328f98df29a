import { applicationIn, applicationPath } from "../environments/applications";
import { applicationFile } from "../environments/environment-file";
import type { ApplicationSpec, EnvironmentSpec } from "../environments/schema";
import { indexOf } from "../inventory/inventory-index";
import type { Container, Inventory, Workload } from "../inventory/model";
import { type Finding, findingAt, type Rule } from "./engine/rule";

const id = "secret-references";

export const secretReferences: Rule = {
  id,
  title: "A Secret that a pod needs is there",
  why: "A pod whose variable or volume names a Secret that is not there stays in CreateContainerConfigError or ContainerCreating, and an optional one starts without it and says nothing: the app's language model was off that way, because its key is in no Secret. Who makes a Secret is either in the stacks (an ExternalSecret) or in the data, which names those of others.",
  severity:
    "error; nothing for references that are optional, for other namespaces than the applications' and the registry's, and in a cluster that shows no Secret at all, because it may not be asked for them",
  remedy:
    "Let External Secrets bring it: `secrets` in the application's data, with its key in Vault. Or correct the name.",
  needsEnvironment: true,
  check: (inventory, spec) => {
    if (spec === undefined) return [];
    const known = declaredSecrets(spec);
    return inventory.workloads
      .filter(
        ({ namespace, place }) =>
          known.has(namespace) && (place.kind !== "cluster" || inventory.secrets.length > 0),
      )
      .flatMap((workload) => checkWorkload(workload, inventory, spec, known));
  },
};

/** Secrets by namespace that the data names, wherever they are made: they need not be in what is checked. */
function declaredSecrets(spec: EnvironmentSpec): ReadonlyMap<string, ReadonlySet<string>> {
  const { registry } = spec;
  return new Map([
    ...(registry
      ? [[registry.namespace, new Set([registry.pushCredentials.secretName])] as const]
      : []),
    ...spec.applications.map(
      (application) => [application.namespace, secretsOf(application)] as const,
    ),
  ]);
}

function secretsOf({ secrets, web, images, redis }: ApplicationSpec): ReadonlySet<string> {
  const certificate = web?.ingress?.certificate;
  const names = [
    ...secrets.map(({ name }) => name),
    images.ghcr?.pullSecretName,
    images.external?.pullSecretName,
    redis.password?.secretName,
    redis.reader?.password.secretName,
    certificate?.kind === "secret" ? certificate.secretName : undefined,
  ];
  return new Set(names.filter((name) => name !== undefined));
}

function checkWorkload(
  workload: Workload,
  inventory: Inventory,
  spec: EnvironmentSpec,
  known: ReturnType<typeof declaredSecrets>,
): readonly Finding[] {
  const { namespace } = workload;
  const application = applicationIn(spec, namespace);
  const fix =
    application === undefined
      ? "make it, or correct the name"
      : `add it to ${applicationPath(application, "secrets")} in ${applicationFile(spec, application, ["secrets"])} with its key in Vault, or correct the name`;
  const made = new Set(
    indexOf(inventory)
      .secrets.in(namespace)
      .map(({ secretName }) => secretName),
  );
  return [...needsOf(workload)]
    .filter(([secret]) => !made.has(secret) && known.get(namespace)?.has(secret) !== true)
    .map(([secret, by]) =>
      findingAt(workload, {
        rule: id,
        severity: "error",
        message: `needs Secret ${secret} (${by}), which nothing makes in namespace ${namespace}: its pods would not start`,
        fix: `${fix}${known.get(namespace)?.size ? ` (there are ${[...(known.get(namespace) ?? [])].join(", ")})` : ""}`,
      }),
    );
}

/** Secrets without which a pod does not start, each with what names it. */
function needsOf({ pod }: Workload): ReadonlyMap<string, string> {
  const needs = [
    ...pod.containers.flatMap(variableNeeds),
    ...pod.volumes.flatMap((volume) =>
      volume.kind === "secret" && volume.optional !== true
        ? [{ secret: volume.secret, by: `volume ${volume.name}` }]
        : [],
    ),
  ];
  // An empty name is one that is not known before the apply.
  return new Map(
    needs.filter(({ secret }) => secret !== "").map(({ secret, by }) => [secret, by] as const),
  );
}

function variableNeeds({ env, envFrom, name }: Container) {
  return [
    ...env.flatMap((variable) =>
      variable.kind === "secret" && variable.optional !== true
        ? [{ secret: variable.object, by: `variable ${variable.name}` }]
        : [],
    ),
    ...envFrom.flatMap((source) =>
      source.kind === "secret" && source.optional !== true
        ? [{ secret: source.object, by: `envFrom of container ${name}` }]
        : [],
    ),
  ];
}
