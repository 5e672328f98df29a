import { imageTagOf } from "../../environments/applications";
import type {
  ApplicationSpec,
  EnvironmentSpec,
  ServerVariables,
  WorkerVariables,
} from "../../environments/schema";
import { imageSource } from "../../environments/switched";
import { webName, workerDeploymentName } from "../../environments/workload-names";
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
  /** Variables that name Redis' host, and those that name its port, as the data says. */
  readonly redis: { readonly host: readonly string[]; readonly port: readonly string[] };
  readonly aim: PodAim;
}

/** What shows that the pod has started: the web front answers, a worker registers for its queues. */
export type PodAim =
  | {
      readonly kind: "answers";
      readonly path: string;
      readonly port: number;
      /** Variables by which the pod is told its port. */
      readonly portVariables: readonly string[];
    }
  | { readonly kind: "registers"; readonly queues: readonly string[] };

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
    const declared = declaredAs(workload.name, application);
    const own = isOwnImage(container, spec, application);
    return module === undefined || declared === undefined || !own
      ? []
      : [triedPod(inventory, workload, container, { ...declared, user: application.user, module })];
  });
  const tried = new Set(pods.map(({ name }) => name));
  const names = ofTheApp.map(({ workload }) => workload.name);
  return { pods, leftOut: names.filter((name) => !tried.has(name)) };
}

function triedPod(
  inventory: Inventory,
  workload: Workload,
  container: Container,
  { user, module, variables, aim }: Pick<TriedPod, "user" | "module"> & Declared,
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
    redis: { host: namesOf("redis-host", variables), port: namesOf("redis-port", variables) },
    aim,
  };
}

/** What the data says of a pod, and what shows that it has started. */
interface Declared {
  readonly variables: ServerVariables | WorkerVariables;
  readonly aim: PodAim;
}

/** The web front or worker that a Deployment is; undefined: it is neither. */
function declaredAs(
  deployment: string,
  { name: application, web, workers }: ApplicationSpec,
): Declared | undefined {
  const worker = workers.find(({ name }) => workerDeploymentName(application, name) === deployment);
  if (worker !== undefined) {
    return { variables: worker.variables, aim: { kind: "registers", queues: worker.queues } };
  }
  if (web === undefined || deployment !== webName(application)) return undefined;
  const { variables, probes, port } = web;
  const portVariables = namesOf("port", variables);
  return {
    variables,
    aim: { kind: "answers", path: probes.liveness.path, port, portVariables },
  };
}

/** Variables whose value is the reference. */
function namesOf(
  from: "redis-host" | "redis-port" | "port",
  variables: ServerVariables | WorkerVariables,
): readonly string[] {
  return Object.entries(variables).flatMap(([name, value]) =>
    typeof value !== "string" && value.from === from ? [name] : [],
  );
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
