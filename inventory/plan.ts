import { z } from "zod";
import { ConfigurationError } from "../environments/errors";
import { isObject, type JsonObject } from "./json";
import { readForeign, type Reading } from "./reading";
import { planBlocks } from "./plan-blocks";
import { configuredExpressions } from "./plan-configuration";
import { fillUnknown, hide, withoutFoundReplicas } from "./plan-values";
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

const values = z.object({ root_module: moduleSchema.optional() });
/** https://developer.hashicorp.com/terraform/internals/json-format */
const shown = z.union([
  z.object({
    planned_values: values,
    configuration: z.looseObject({ root_module: z.unknown() }).optional(),
    resource_changes: z
      .array(z.object({ address: z.string(), change: z.object({ after_unknown: z.unknown() }) }))
      .default([]),
  }),
  z.object({ format_version: z.string(), values: values.default({}) }),
]);

/**
 * The inventory of a plan or a state, as `terraform show -json` prints it: what
 * is there after the apply. Values that are sensitive, or not known before the
 * apply, are expressions, as in a synthesized stack.
 *
 * @param source Its name is the stack in the places
 * @throws ConfigurationError when the JSON is neither a plan nor a state
 */
export function readPlan({ name, json }: StackSource): Reading {
  const { success, data } = shown.safeParse(json);
  if (!success) {
    throw new ConfigurationError([
      {
        file: name,
        path: "",
        value: undefined,
        message: "is neither a plan nor a state of Terraform as JSON",
        fix: "terraform plan -out plan.bin && terraform show -json plan.bin > plan.json",
      },
    ]);
  }
  const plan = "planned_values" in data ? data : undefined;
  const { root_module: root } = "planned_values" in data ? data.planned_values : data.values;
  const expressions = plan && configuredExpressions(plan.configuration?.root_module);
  const unknown = new Map(
    plan?.resource_changes.map(({ address, change }) => [address, change.after_unknown]),
  );
  const resources = root === undefined ? [] : resourcesOf(root);
  const read = readForeign(
    resources.map((found) => {
      const place = placeIn(name, found.address, plan === undefined);
      const expression = expressions?.get(withoutIndexes(found.address));
      const known = fillUnknown(found.values, unknown.get(found.address), expression);
      const marks = expressions === undefined ? found.sensitive_values : marksOf(found);
      const hidden = hide(known, marks, expression);
      const block = plan === undefined ? hidden : withoutFoundReplicas(hidden, expression);
      return {
        place,
        read: () => (isObject(block) ? readTerraformResource(found.type, block, place) : {}),
      };
    }),
  );
  const blocks = planBlocks(name, plan?.configuration);
  return { ...read, inventory: { ...read.inventory, terraformBlocks: blocks } };
}

function resourcesOf({ resources, child_modules: children }: Module): readonly PlannedResource[] {
  return [
    ...resources.filter(({ mode }) => mode === "managed"),
    ...children.flatMap((child) => resourcesOf(child)),
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

/** Nothing marks the values of a Secret that is a manifest. */
function marksOf({ type, values: block, sensitive_values: marks }: PlannedResource): unknown {
  const { manifest } = block;
  if (type !== "kubernetes_manifest" || !isObject(manifest)) return marks;
  return manifest.kind === "Secret" ? { manifest: { data: true, stringData: true } } : marks;
}
