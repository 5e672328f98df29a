import { z } from "zod";
import { isObject, type JsonObject, narrow } from "./json";

/** One synthesized stack, as handed to the reader. */
export interface StackSource {
  readonly name: string;
  /** Parsed content of its cdk.tf.json. */
  readonly json: unknown;
}

const jsonObject = z.custom<JsonObject>(isObject, { error: "must be an object" });
const blocksByType = z.record(z.string(), z.record(z.string(), jsonObject)).default({});

/** The parts of a cdk.tf.json that matter here. */
const stackJson = z.object({
  terraform: z
    .object({
      backend: z.object({ local: z.object({ path: z.string() }).optional() }).optional(),
      cloud: z
        .object({ organization: z.string(), workspaces: z.object({ name: z.string() }) })
        .optional(),
    })
    .default({}),
  resource: blocksByType,
  data: blocksByType,
  output: z.record(z.string(), jsonObject).default({}),
});

/** A stack after narrowing. */
export interface Stack extends z.output<typeof stackJson> {
  readonly name: string;
}

/** @throws InventoryError with the stack's name when the JSON is not a stack */
export function parseStack({ name, json }: StackSource): Stack {
  return { name, ...narrow(stackJson, json, `stack ${name}`) };
}

/** Where a stack's state is: what a `terraform_remote_state` of another stack must name. */
export function stateKey({ terraform }: Stack): string | undefined {
  if (terraform.cloud !== undefined) {
    return workspaceKey(terraform.cloud.organization, terraform.cloud.workspaces.name);
  }
  return terraform.backend?.local === undefined ? undefined : fileKey(terraform.backend.local.path);
}

const remoteState = z.object({
  config: z.union([
    z.object({ organization: z.string(), workspaces: z.object({ name: z.string() }) }),
    z.object({ path: z.string() }),
  ]),
});

/** The state that a `terraform_remote_state` data source reads, comparable to `stateKey`. */
export function remoteStateKey(block: JsonObject): string | undefined {
  const { success, data } = remoteState.safeParse(block);
  if (!success) return undefined;
  return "path" in data.config
    ? fileKey(data.config.path)
    : workspaceKey(data.config.organization, data.config.workspaces.name);
}

function workspaceKey(organization: string, workspace: string): string {
  return `workspace ${organization}/${workspace}`;
}

function fileKey(path: string): string {
  return `file ${path}`;
}
