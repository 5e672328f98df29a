import { z } from "zod";
import { ConfigurationError } from "../environments/errors";
import { isObject, type JsonObject } from "./json";

/** The part before the dot tells of changes that no older reader understands. */
const MAJOR = "1";

const resource = z.object({
  address: z.string(),
  mode: z.string(),
  type: z.string(),
  values: z.unknown().optional(),
  sensitive_values: z.unknown().optional(),
});
/** A resource as it is, or will be after the apply. */
export type ShownResource = z.output<typeof resource>;

const moduleSchema = z.object({
  resources: z.array(resource).default([]),
  get child_modules() {
    return z.array(moduleSchema).default([]);
  },
});
type Module = z.output<typeof moduleSchema>;

const outputs = z.record(z.string(), z.object({ value: z.unknown().optional() })).default({});
const values = z.object({ root_module: moduleSchema.optional(), outputs });
const plan = z.object({
  planned_values: values,
  prior_state: z.object({ values: values.default({ outputs: {} }) }).optional(),
  configuration: z
    .object({ root_module: z.unknown(), provider_config: z.unknown() })
    .partial()
    .default({}),
  resource_changes: z
    .array(
      z.object({
        address: z.string(),
        change: z.object({
          actions: z.array(z.string()).default([]),
          before: z.unknown().optional(),
          after_unknown: z.unknown().optional(),
        }),
      }),
    )
    .default([]),
  errored: z.boolean().default(false),
  complete: z.boolean().default(true),
});
const state = z.object({ values });

/** What `terraform show -json` prints. */
export type Shown =
  | ({ readonly kind: "plan" } & z.output<typeof plan>)
  | ({ readonly kind: "state" } & z.output<typeof state>);

/**
 * A plan or a state, as `terraform show -json` prints it:
 * https://developer.hashicorp.com/terraform/internals/json-format
 *
 * @throws ConfigurationError when it is neither, of another major version, or cut
 */
export function parseShown(file: string, json: unknown): Shown {
  if (!isObject(json)) throw refused(file, undefined, NEITHER);
  const { format_version: version } = json;
  if (typeof version !== "string") throw refused(file, undefined, NEITHER);
  if (version.split(".")[0] !== MAJOR) {
    throw refused(file, version, `has a format that is not known here (it is ${MAJOR}.x)`);
  }
  if ("values" in json && !("planned_values" in json)) {
    return { kind: "state", ...fitting(file, state, json) };
  }
  if (!("planned_values" in json)) {
    throw refused(
      file,
      version,
      "has neither planned_values nor values: it is cut, or of an empty state",
    );
  }
  return { kind: "plan", ...fitting(file, plan, json) };
}

const NEITHER = "is neither a plan nor a state of Terraform as JSON";

function fitting<S extends z.ZodType>(file: string, schema: S, json: JsonObject): z.output<S> {
  const { success, data, error } = schema.safeParse(json);
  if (success) return data;
  const [issue] = error.issues;
  const where = issue?.path.join(".") || "(top)";
  throw refused(file, undefined, `${NEITHER}: ${where}: ${issue?.message}`);
}

function refused(file: string, value: unknown, message: string): ConfigurationError {
  return new ConfigurationError([
    {
      file,
      path: value === undefined ? "" : "format_version",
      value,
      message,
      fix: "terraform plan -out plan.bin && terraform show -json plan.bin > plan.json",
    },
  ]);
}

/**
 * The resources of a module and of those below it.
 *
 * @param wanted `data`: what data sources have answered. @default managed
 */
export function resourcesIn(
  module: Module | undefined,
  wanted: "managed" | "data" = "managed",
): readonly ShownResource[] {
  if (module === undefined) return [];
  return [
    ...module.resources.filter(({ mode }) => mode === wanted),
    ...module.child_modules.flatMap((child) => resourcesIn(child, wanted)),
  ];
}
