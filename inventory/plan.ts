import { contentOfResource } from "./contents";
import { InventoryError, isObject, type JsonObject } from "./json";
import type { InventoryPart } from "./model";
import { type ForeignPart, readForeign, type Reading, type ReadingProblem } from "./reading";
import { planBlocks } from "./plan-blocks";
import { configuredExpressions, contentsOfShown } from "./plan-configuration";
import { parseShown, resourcesIn, type Shown, type ShownResource } from "./plan-json";
import { fillUnknown, hide, hideManifest, hideValues, withWriteOnly } from "./plan-values";
import { type ReplicasOfPlan, replicasOfPlan, withoutReplicas } from "./replicas-of-terraform";
import type { StackSource } from "./stack-json";
import { readTerraformResource, type TerraformPlace } from "./terraform-resource";
import { hideInText, manifestArgument, unreadReason } from "./text-manifests";

/**
 * The inventory of a plan or a state, as `terraform show -json` prints it: what
 * is there after the apply. Values that are sensitive, or not known before the
 * apply, are expressions, as in a synthesized stack. What looks for written
 * secrets (`contents`, `secrets`) has the sensitive ones as well: whoever can
 * read the plan or the state has them. A resource of which the plan does not say
 * all is a problem, for what is left out would be taken for not set.
 *
 * @param source Its name is the stack in the places
 * @throws ConfigurationError when the JSON is neither a plan nor a state
 */
export function readPlan({ name, json }: StackSource): Reading {
  const shown = parseShown(name, json);
  const plan = shown.kind === "plan" ? shown : undefined;
  const found = shown.kind === "plan" ? shown.planned_values : shown.values;
  const placeOf = (address: string) => placeIn(name, address, plan === undefined);
  const parts = partsOf(shown, placeOf);
  const { inventory, problems } = readForeign(parts);
  // Texts beside resources of which none was read would pass for what was checked.
  if (parts.length > 0 && problems.length >= parts.length) return { inventory, problems };
  const read = plan === undefined ? found.root_module : plan.prior_state?.values.root_module;
  const beside = [
    ...contentsOfShown(name, found.outputs, plan?.configuration),
    ...resourcesIn(read, "data").map(({ address, values: answer }) =>
      contentOfResource(address, answer, placeOf(address)),
    ),
  ];
  const contents = [...inventory.contents, ...beside];
  const terraformBlocks = planBlocks(name, plan?.configuration);
  const unreadBlocks = terraformBlocks === undefined ? [problemOf(name, NO_BLOCKS)] : [];
  return {
    inventory: { ...inventory, contents, terraformBlocks: terraformBlocks ?? [] },
    problems: [...partial(name, plan), ...unreadBlocks, ...problems],
  };
}

function partsOf(
  shown: Shown,
  placeOf: (address: string) => TerraformPlace,
): readonly ForeignPart[] {
  const found = shown.kind === "plan" ? shown.planned_values : shown.values;
  const blockOf =
    shown.kind === "plan"
      ? plannedBlocks(shown)
      : (resource: ShownResource) => ({ block: valuesOf(resource), replicas: "set" as const });
  return resourcesIn(found.root_module).flatMap((resource): readonly ForeignPart[] => {
    const place = placeOf(resource.address);
    const reason = unreadReason(resource.type);
    return [
      {
        place,
        read: () => {
          const { block, replicas } = blockOf(resource);
          return withReplicas(partOf(resource, block, place), replicas);
        },
      },
      ...(reason === undefined ? [] : [{ place, read: () => unread(resource, reason) }]),
    ];
  });
}

function withReplicas(part: InventoryPart, replicas: ReplicasOfPlan): InventoryPart {
  if (replicas !== "unsaid" || part.workloads === undefined) return part;
  const workloads = part.workloads.map((workload) => ({
    ...workload,
    replicasMayBeIgnored: true,
  }));
  return { ...part, workloads };
}

/** Values of a resource, and what becomes of its replicas. */
interface PlannedBlock {
  readonly block: JsonObject;
  readonly replicas: ReplicasOfPlan;
}

/** Values as the apply will make them, by what the configuration says. */
function plannedBlocks({
  configuration,
  resource_changes: changes,
}: Extract<Shown, { kind: "plan" }>): (resource: ShownResource) => PlannedBlock {
  const expressions = configuredExpressions(configuration.root_module);
  const changeOf = new Map(changes.map(({ address, change }) => [address, change]));
  return (resource) => {
    const planned = valuesOf(resource);
    const change = changeOf.get(resource.address);
    const after = change?.after_unknown ?? undefined;
    if (change === undefined || after === undefined) return unread(resource, NO_UNKNOWN);
    const configured = withoutIndexes(resource.address);
    if (!expressions.has(configured)) return unread(resource, NO_CONFIGURATION);
    const expression = expressions.get(configured);
    const known = fillUnknown(withWriteOnly(planned, expression), after, expression);
    const block = isObject(known) ? known : {};
    const replicas = replicasOfPlan(planned, expression, change);
    return { block: replicas === "open" ? withoutReplicas(block) : block, replicas };
  };
}

const NO_UNKNOWN =
  "has no after_unknown in resource_changes: what only the apply tells cannot be told from what is not set, so it was not checked";
const NO_CONFIGURATION =
  "is not in the plan's configuration: what stands there cannot be told from what the provider fills in, so it was not checked";

function unread({ address }: ShownResource, reason: string): never {
  throw new InventoryError(address, reason);
}

function valuesOf(resource: ShownResource): JsonObject {
  const { values } = resource;
  return isObject(values) ? values : unread(resource, "has no values, so it was not checked");
}

/** What Terraform itself says is not all. */
function partial(
  file: string,
  plan: Pick<Extract<Shown, { kind: "plan" }>, "errored" | "complete"> | undefined,
): readonly ReadingProblem[] {
  if (plan?.errored === true)
    return [problemOf(file, "is of a plan that ended in an error: it does not have all")];
  return plan?.complete === false
    ? [problemOf(file, "is of a plan that leaves changes to a later one: it does not have all")]
    : [];
}

const NO_BLOCKS = "has a configuration that cannot be read: what Terraform runs was not checked";

function problemOf(file: string, message: string): ReadingProblem {
  return { place: { kind: "file", file, line: 1 }, message };
}

/** Only the rule that looks for secrets, and tells none, gets what is marked as sensitive. */
function partOf(
  { type, sensitive_values: marks }: ShownResource,
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
  const argument = manifestArgument(type);
  if (argument !== undefined) return { ...hidden, [argument]: hideInText(block, argument) };
  if (type !== "kubernetes_manifest") return hidden;
  const objects = ["manifest", "object"].filter((key) => isObject(block[key]));
  return {
    ...hidden,
    ...Object.fromEntries(objects.map((key) => [key, hideManifest(block[key], markOf(key))])),
  };
}

function placeIn(stack: string, address: string, state: boolean): TerraformPlace {
  const place = { kind: "terraform", stack, address } as const;
  return state ? { ...place, state } : place;
}

/** `module.a["x"].t.n[0]` is configured as `module.a.t.n`. */
function withoutIndexes(address: string): string {
  return address.replace(/\[("(?:[^"\\]|\\.)*"|\d+)\]/g, "");
}
