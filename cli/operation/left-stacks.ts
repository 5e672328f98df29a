import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { projectFile } from "../../environments/project";
import { ENVIRONMENT_NAMES, type EnvironmentSpec, type StateSpec } from "../../environments/schema";
import { madeStackNames, type StackName } from "../../environments/stack-names";
import { LOCAL_STATES } from "../../modules/terraform-state/local-states";

const ENDING = ".tfstate";

/** https://developer.hashicorp.com/terraform/cli/commands/state/pull */
const rawState = z.object({ resources: z.array(z.object({ mode: z.string() })).default([]) });

/** A stack that the code makes no more, and whose state says that it is still there. */
export interface LeftStack {
  /** `<environment>-<stack>`. */
  readonly id: string;
  readonly name: StackName;
  /** What keeps its state. */
  readonly kind: StateSpec["kind"];
  /** Its state: the file, from the project's folder, or `<organization>/<workspace>`. */
  readonly state: string;
  /** Managed resources in its state; undefined: it is no state that can be read. */
  readonly resources: number | undefined;
}

/** What was found of such stacks. */
export interface LeftStacks {
  readonly stacks: readonly LeftStack[];
  /** Why they could not be looked for; undefined: they were. */
  readonly unread: string | undefined;
}

/** Where nothing is looked for. */
export const NONE_LEFT: LeftStacks = { stacks: [], unread: undefined };

/**
 * Stacks that were applied from this folder, that the data of the environment names no more, and
 * that were not destroyed: an application that was taken out. Nothing plans them, and what they
 * made goes on running. Of states in Terraform Cloud nothing is found: that takes its server
 * (`findLeftStacks`).
 *
 * @param folder that holds the local states. @default the project
 * @param environments whose states are there, too: the name of one may begin that of another. @default all
 */
export function leftLocalStacks(
  spec: EnvironmentSpec,
  folder = projectFile("."),
  environments: readonly string[] = ENVIRONMENT_NAMES,
): readonly LeftStack[] {
  const states = path.join(folder, LOCAL_STATES);
  if (spec.state.kind !== "local" || !existsSync(states)) return [];
  const made = madeStackNames(spec);
  const prefix = `${spec.name}-`;
  const foreign = environments.filter((name) => name.startsWith(prefix));
  return readdirSync(states)
    .filter((file) => file.startsWith(prefix) && file.endsWith(ENDING))
    .filter((file) => !foreign.some((name) => file.startsWith(`${name}-`)))
    .sort()
    .map((file) => file.slice(prefix.length, -ENDING.length))
    .filter((name) => !made.includes(name))
    .map((name) => {
      const id = `${prefix}${name}`;
      const file = path.join(LOCAL_STATES, `${id}${ENDING}`);
      const resources = resourcesIn(path.join(folder, file));
      return { id, name, kind: "local" as const, state: file, resources };
    })
    .filter(({ resources }) => resources !== 0);
}

/** What it is, and that it goes on. */
export function describeLeft({ id, state, resources }: LeftStack): string {
  return resources === undefined
    ? `${id} is not in the code any more, and ${state} cannot be read as a state: what it made may go on running`
    : `${id} is not in the code any more, and its state ${state} holds ${resources} ${resources === 1 ? "resource, which goes" : "resources, which go"} on running: no plan has it`;
}

/**
 * How a stack ends that is not in the code any more.
 *
 * @param environments of the data
 */
export function endOf(
  { id, name, kind }: Pick<LeftStack, "id" | "name" | "kind">,
  environments: readonly string[] = ENVIRONMENT_NAMES,
): string {
  const environment = id.slice(0, -`-${name}`.length);
  const made = environments.includes(environment)
    ? "what made it (an application, with its tag, or a switch)"
    : `its environment (environments/${environment}.ts and its switches)`;
  const end = `put back ${made}, npm run deploy -- ${environment} if anything was deployed since, then npx cdktf destroy ${id}, and take it out again`;
  return kind === "local"
    ? end
    : `${end}; npx cdktf deploy terraform-cloud then removes its empty workspace`;
}

/** Number of managed resources in the text of a state, empty where nothing was ever applied. */
function resourcesIn(file: string): number | undefined {
  const text = readFileSync(file, "utf8");
  if (text.trim() === "") return 0;
  try {
    const { resources } = rawState.parse(JSON.parse(text));
    return managed(resources);
  } catch {
    return undefined;
  }
}

/** Number of managed resources in what `terraform state pull` says; undefined: no state. */
export function managedResources(state: unknown): number {
  return managed(rawState.parse(state ?? {}).resources);
}

function managed(resources: readonly { readonly mode: string }[]): number {
  return resources.filter(({ mode }) => mode === "managed").length;
}
