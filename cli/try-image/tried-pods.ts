import { imageTagOf } from "../../environments/applications";
import type { ApplicationSpec, EnvironmentSpec } from "../../environments/schema";
import { imageSource } from "../../environments/switched";
import type { Inventory, Workload } from "../../inventory/model";
import type { Container } from "../../inventory/model/pod";
import { readSynthesized } from "../../inventory/synthesized";
import { synthesize } from "../synthesis/synthesize";

/** A pod of the app as it is synthesized: what a container needs to be started like it. */
export interface TriedPod {
  /** Name of its Deployment. */
  readonly name: string;
  /** Python module that its command starts. */
  readonly module: string;
  readonly command: readonly string[];
  /** Settings and variables that are written out; those from Secrets are left out. */
  readonly variables: Readonly<Record<string, string>>;
  /** Where volumes are mounted. */
  readonly writable: readonly string[];
  readonly readOnlyRoot: boolean;
  readonly user: ApplicationSpec["user"];
  /** Path that the web front answers; undefined for a worker. */
  readonly healthPath: string | undefined;
}

/** Pods to try, and names of those of the app that cannot be. */
export interface TriedPods {
  readonly pods: readonly TriedPod[];
  readonly leftOut: readonly string[];
}

/**
 * The pods of an application in an environment that run its own image for good: the web
 * front and the workers that take job after job. Workers with a variant of the
 * image, and those that take one job, are left out.
 */
export function triedPods(spec: EnvironmentSpec, application: ApplicationSpec): TriedPods {
  const { environments } = synthesize([spec], undefined);
  const stacks = environments.flatMap(({ stacks: found }) => found);
  const inventory = readSynthesized(stacks.map(({ id, json }) => ({ name: id, json })));
  const ofTheApp = inventory.workloads
    .filter(({ namespace }) => namespace === application.namespace)
    .flatMap((workload) =>
      workload.pod.containers
        .filter((container) => container.envFrom.length > 0)
        .map((container) => ({ workload, container })),
    );
  const pods = ofTheApp.flatMap(({ workload, container }) => {
    const module = moduleOf(container.command);
    return module === undefined || !isOwnImage(container, spec, application)
      ? []
      : [triedPod(inventory, workload, container, module, application)];
  });
  const tried = new Set(pods.map(({ name }) => name));
  const names = ofTheApp.map(({ workload }) => workload.name);
  return { pods, leftOut: names.filter((name) => !tried.has(name)) };
}

function triedPod(
  inventory: Inventory,
  workload: Workload,
  container: Container,
  module: string,
  { user, web }: ApplicationSpec,
): TriedPod {
  const settings = container.envFrom.flatMap(({ kind, object }) =>
    kind === "configMap"
      ? inventory.configMaps
          .filter(({ name, namespace }) => name === object && namespace === workload.namespace)
          .map(({ data }) => data)
      : [],
  );
  const own = container.env.flatMap((variable) =>
    variable.kind === "literal" ? [[variable.name, variable.value]] : [],
  );
  return {
    name: workload.name,
    module,
    command: container.command,
    variables: Object.assign({}, ...settings, Object.fromEntries(own)),
    writable: container.mounts.map(({ path }) => path),
    readOnlyRoot: container.security.readOnlyRootFilesystem,
    user,
    healthPath: container.ports.length > 0 ? web.probes.liveness.path : undefined,
  };
}

/** The module of `python -m MODULE`. */
function moduleOf(command: readonly string[]): string | undefined {
  const position = command.indexOf("-m");
  return position < 0 ? undefined : command[position + 1];
}

/** Variants have a repository of their own, at the same tag. */
function isOwnImage(
  { image }: Container,
  spec: EnvironmentSpec,
  application: ApplicationSpec,
): boolean {
  return image.endsWith(
    `${imageSource(spec, application).repository}:${imageTagOf(spec, application)}`,
  );
}
