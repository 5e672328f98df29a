import { ConfigurationError } from "./errors";
import type { ApplicationSpec, EnvironmentSpec, WorkerSpec } from "./schema";
import { oneOf } from "./suggest";

/** What the accessors read of an environment. */
type Applications = Pick<EnvironmentSpec, "applications">;

/** The application whose namespace it is; undefined where none runs. */
export function applicationIn(
  { applications }: Applications,
  namespace: string,
): ApplicationSpec | undefined {
  return applications.find((application) => application.namespace === namespace);
}

/**
 * What a printed command needs beside its environment, with a space before it: empty where the
 * environment runs one application only, or none in this namespace.
 */
export function applicationOption(spec: Applications, namespace: string): string {
  const application = applicationIn(spec, namespace);
  return application === undefined || spec.applications.length === 1
    ? ""
    : ` --application ${application.name}`;
}

/** A queue worker and the application that it belongs to. */
export interface ApplicationWorker {
  readonly application: ApplicationSpec;
  readonly worker: WorkerSpec;
}

/** The queue workers of all applications. */
export function workersOf({ applications }: Applications): readonly ApplicationWorker[] {
  return applications.flatMap((application) =>
    application.workers.map((worker) => ({ application, worker })),
  );
}

/** Component labels of an application's pods that run its image for good: its web front, if it has one, and its workers. */
export function appComponents({
  web,
  workers,
}: Pick<ApplicationSpec, "web" | "workers">): readonly string[] {
  return [...(web === undefined ? [] : ["web"]), ...workers.map(({ name }) => name)];
}

/** Name of an application's stack, without the environment before it. */
export function stackOf({ name, stack = name }: Pick<ApplicationSpec, "name" | "stack">): string {
  return stack;
}

/** How the names of an application's alerts begin. */
export function alertPrefixOf({
  name,
  alertPrefix,
}: Pick<ApplicationSpec, "name" | "alertPrefix">) {
  const words = name.split("-").map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`);
  return alertPrefix ?? words.join("");
}

/**
 * Stack of the application that was there before there could be others: what it has in the
 * stacks of the environment is where its state has it.
 */
export const FIRST_STACK = "workload";

/** Id of what an application has in a stack of the environment. */
export function idOf(application: Pick<ApplicationSpec, "name" | "stack">): string {
  const stack = stackOf(application);
  return stack === FIRST_STACK ? stack : `application-${stack}`;
}

/** Stack of the application that has this id in a stack of the environment; undefined: of none. */
export function stackOfId(id: string): string | undefined {
  if (id === FIRST_STACK) return id;
  return /^application-(.+)$/.exec(id)?.[1];
}

/**
 * Tag of an application's image, with or without digest.
 *
 * @throws Error when the switches have none; the environment's relations refuse that
 */
export function imageTagOf(
  { switches: { imageTags } }: Pick<EnvironmentSpec, "switches">,
  { name }: Pick<ApplicationSpec, "name">,
): string {
  const tag = imageTags[name];
  if (tag === undefined) throw new Error(`switches.imageTags has no ${name}`);
  return tag;
}

/**
 * The application that a command is for: the one that is named, or the only one.
 *
 * @param environment its name, and its applications or what stands for them
 * @param given value of `--application`; undefined: not given
 * @throws ConfigurationError listing the applications, when none is given and there are several, or none has the name
 */
export function chosenApplication<T extends { readonly name: string }>(
  environment: { readonly name: string; readonly applications: readonly T[] },
  given: string | undefined,
): T {
  const { name: environmentName, applications } = environment;
  const [first, ...others] = applications;
  const chosen =
    given === undefined && others.length === 0
      ? first
      : applications.find(({ name }) => name === given);
  if (chosen !== undefined) return chosen;
  throw new ConfigurationError([
    {
      file: "command line",
      path: "--application",
      value: given,
      message:
        given === undefined
          ? `${environmentName} runs several applications`
          : `${environmentName} runs no application of this name`,
      fix: oneOf(applications.map(({ name }) => name)),
    },
  ]);
}

/** Where a value of an application is in the environment's data, as findings and reports name it. */
export function applicationPath({ name }: Pick<ApplicationSpec, "name">, path: string): string {
  return `applications[${name}].${path}`;
}
