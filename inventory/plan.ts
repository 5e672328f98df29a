import { z } from "zod";
import { ConfigurationError } from "../environments/errors";
import { contentOfResource } from "./contents";
import { isObject, type JsonObject } from "./json";
import type { InventoryPart } from "./model";
import { readForeign, type Reading } from "./reading";
import { planBlocks } from "./plan-blocks";
import { configuredExpressions, contentsOfShown } from "./plan-configuration";
import {
  fillUnknown,
  hide,
  hideManifest,
  hideValues,
  withoutFoundReplicas,
  withWriteOnly,
} from "./plan-values";
import type { StackSource } from "./stack-json";
import { readTerraformResource, type TerraformPlace } from "./terraform-resource";

const object = z.custom<JsonObject>(isObject, { error: "must be an object" });

const resource = z.object({
  address: z.string(),
  mode: z.string(),
  type: z.string(),
  values: object,
  sensitive_values: z.unknown(),
});
type PlannedResource = z.output<typeof resource>;

const moduleSchema = z.object({
  resources: z.array(resource).default([]),
  get child_modules() {
    return z.array(moduleSchema).default([]);
  },
});
type Module = z.output<typeof moduleSchema>;

const outputs = z.record(z.string(), z.object({ value: z.unknown() })).default({});
const values = z.object({ root_module: moduleSchema.optional(), outputs });
/** https://developer.hashicorp.com/terraform/internals/json-format */
const shown = z.union([
  z.object({
    planned_values: values,
    prior_state: z.object({ values: values.default({ outputs: {} }) }).optional(),
    configuration: z
      .object({ root_module: z.unknown(), provider_config: z.unknown() })
      .partial()
      .default({}),
    resource_changes: z
      .array(z.object({ address: z.string(), change: z.object({ after_unknown: z.unknown() }) }))
      .default([]),
  }),
  z.object({ format_version: z.string(), values: values.default({ outputs: {} }) }),
]);

/**
 * The inventory of a plan or a state, as `terraform show -json` prints it: what
 * is there after the apply. Values that are sensitive, or not known before the
 * apply, are expressions, as in a synthesized stack. What looks for written
 * secrets (`contents`, `secrets`) has the sensitive ones as well: whoever can
 * read the plan or the state has them.
 *
 * @param source Its name is the stack in the places
 * @throws ConfigurationError when the JSON is neither a plan nor a state
 */
export function readPlan({ name, json }: StackSource): Reading {
  const { success, data } = shown.safeParse(json);
  if (!success) throw notReadable(name);
  const plan = "planned_values" in data ? data : undefined;
  const found = "planned_values" in data ? data.planned_values : data.values;
  const expressions = configuredExpressions(plan?.configuration.root_module);
  const unknown = new Map(
    plan?.resource_changes.map(({ address, change }) => [address, change.after_unknown]),
  );
  const resources = found.root_module === undefined ? [] : resourcesOf(found.root_module);
  const { inventory, problems } = readForeign(
    resources.map((resource) => {
      const { address, values: planned } = resource;
      const expression = expressions.get(withoutIndexes(address));
      const known = fillUnknown(
        withWriteOnly(planned, expression),
        unknown.get(address),
        expression,
      );
      const block = plan === undefined ? known : withoutFoundReplicas(known, expression);
      const place = placeIn(name, address, plan === undefined);
      return { place, read: () => (isObject(block) ? partOf(resource, block, place) : {}) };
    }),
  );
  const read = plan === undefined ? found.root_module : plan.prior_state?.values.root_module;
  const beside = [
    ...contentsOfShown(name, found.outputs, plan?.configuration),
    ...(read === undefined ? [] : resourcesOf(read, "data")).map(({ address, values: answer }) =>
      contentOfResource(address, answer, placeIn(name, address, plan === undefined)),
    ),
  ];
  const contents = [...inventory.contents, ...beside];
  const terraformBlocks = planBlocks(name, plan?.configuration);
  return { inventory: { ...inventory, contents, terraformBlocks }, problems };
}

function notReadable(file: string): ConfigurationError {
  return new ConfigurationError([
    {
      file,
      path: "",
      value: undefined,
      message: "is neither a plan nor a state of Terraform as JSON",
      fix: "terraform plan -out plan.bin && terraform show -json plan.bin > plan.json",
    },
  ]);
}

/** Only the rule that looks for secrets, and tells none, gets what is marked as sensitive. */
function partOf(
  { type, sensitive_values: marks }: PlannedResource,
  block: JsonObject,
  place: TerraformPlace,
): InventoryPart {
  const hidden = hiddenOf(type, block, marks);
  const part = readTerraformResource(type, hidden, place);
  if (JSON.stringify(hidden) === JSON.stringify(block)) return part;
  const { secrets = [], contents = [] } = readTerraformResource(type, block, place);
  return { ...part, secrets, contents };
}

function hiddenOf(type: string, block: JsonObject, marks: unknown): JsonObject {
  const hidden = hide(block, marks);
  if (!isObject(hidden)) return {};
  const markOf = (key: string) => (isObject(marks) ? marks[key] : marks);
  if (type === "helm_release") {
    return { ...hidden, values: hideValues(block.values, markOf("values")) };
  }
  if (type !== "kubernetes_manifest") return hidden;
  const objects = ["manifest", "object"].filter((key) => isObject(block[key]));
  return {
    ...hidden,
    ...Object.fromEntries(objects.map((key) => [key, hideManifest(block[key], markOf(key))])),
  };
}

/** @param wanted `data`: what data sources have answered */
function resourcesOf(
  { resources, child_modules: children }: Module,
  wanted: "managed" | "data" = "managed",
): readonly PlannedResource[] {
  return [
    ...resources.filter(({ mode }) => mode === wanted),
    ...children.flatMap((child) => resourcesOf(child, wanted)),
  ];
}

function placeIn(stack: string, address: string, state: boolean): TerraformPlace {
  const place = { kind: "terraform", stack, address } as const;
  return state ? { ...place, state } : place;
}

/** `module.a["x"].t.n[0]` is configured as `module.a.t.n`. */
function withoutIndexes(address: string): string {
  return address.replace(/\[("(?:[^"\\]|\\.)*"|\d+)\]/g, "");
}
