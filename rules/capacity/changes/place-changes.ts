import type { Refusal } from "../../../environments/nodes/placement";
import type { EnvironmentSpec } from "../../../environments/schema";
import { refusalsOfPlace } from "../node-room";
import type { Pool, PodDemand, Situation } from "../situation";
import { type CapacityChange, type Holds, withDemand, withPool } from "./change";

/** What every node has of itself: no declaration changes it. */
const OWN_LABELS: ReadonlySet<string> = new Set([
  "kubernetes.io/arch",
  "kubernetes.io/os",
  "kubernetes.io/hostname",
]);

/** The labels that a pool lacks for the pods; undefined if more than labels keeps them off, or that does not help. */
export function labelPool(
  pool: Pool,
  demand: PodDemand,
  situation: Situation,
  holds: Holds,
  spec: EnvironmentSpec | undefined,
): CapacityChange | undefined {
  const wanted = refusalsOfPlace(pool, demand.place).map(labelFor);
  const labels = Object.fromEntries(
    wanted.flatMap((label) => (label === undefined ? [] : [label])),
  );
  const possible = wanted.every((label) => label !== undefined && !OWN_LABELS.has(label[0]));
  const apply = (before: Situation) =>
    withPool(before, pool, { node: { ...pool.node, labels: { ...pool.node.labels, ...labels } } });
  if (wanted.length === 0 || !possible || !holds(apply(situation))) return undefined;
  const pairs = Object.entries(labels);
  const text =
    pool.source.kind === "nodes"
      ? `kubectl label node ${pool.name} --overwrite ${pairs.map(([key, value]) => `${key}=${value}`).join(" ")}`
      : `add ${pairs.map(([key, value]) => `"${key}": "${value}"`).join(", ")} to ${pool.source.path}.labels in environments/${spec?.name}.ts`;
  return { kind: "pool-place", text, size: wanted.length, apply };
}

/** The label that a refusal asks for, where one would do. */
function labelFor(refusal: Refusal): readonly [string, string] | undefined {
  if (refusal.kind === "node-selector") return [refusal.key, refusal.wanted];
  if (refusal.kind !== "node-affinity") return undefined;
  const [term] = refusal.terms;
  const [requirement, ...others] = term ?? [];
  const value = requirement?.operator === "Exists" ? "true" : requirement?.values?.[0];
  const wanted = requirement?.operator === "Exists" || requirement?.operator === "In";
  return requirement === undefined || others.length > 0 || !wanted || value === undefined
    ? undefined
    : [requirement.key, value];
}

/** What the pods must ask for no more, and tolerate, to be let to a pool. */
export function letPodsTo(
  pool: Pool,
  demand: PodDemand,
  situation: Situation,
  holds: Holds,
): CapacityChange | undefined {
  const refusals = refusalsOfPlace(pool, demand.place);
  if (refusals.length === 0 || demand.origin !== "workload") return undefined;
  const selected = refusals.flatMap((refusal) =>
    refusal.kind === "node-selector" ? [refusal] : [],
  );
  const taints = refusals.flatMap((refusal) => (refusal.kind === "taint" ? [refusal.taint] : []));
  const affinity = refusals.some(({ kind }) => kind === "node-affinity");
  const keys = new Set(selected.map(({ key }) => key));
  const apply = (before: Situation) =>
    withDemand(before, demand, (other) => ({
      ...other,
      place: {
        nodeSelector: Object.fromEntries(
          Object.entries(other.place.nodeSelector ?? {}).filter(([key]) => !keys.has(key)),
        ),
        nodeAffinity: affinity ? undefined : other.place.nodeAffinity,
        tolerations: [
          ...(other.place.tolerations ?? []),
          ...taints.map((taint) => ({ ...taint, operator: "Equal" })),
        ],
      },
    }));
  if (!holds(apply(situation))) return undefined;
  const steps = [
    ...selected.map(
      ({ key, wanted }) => `take nodeSelector ${key}: "${wanted}" off ${demand.name}`,
    ),
    ...(affinity ? [`take the required nodeAffinity off ${demand.name}`] : []),
    ...taints.map(
      ({ key, value, effect }) =>
        `give ${demand.name} tolerations: [{ key: "${key}", operator: "Equal", value: "${value}", effect: "${effect}" }]`,
    ),
  ];
  return {
    kind: "pod-place",
    text: `${steps.join(" and ")} (then ${pool.name} accepts it)`,
    size: refusals.length,
    apply,
  };
}
