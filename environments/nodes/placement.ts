import { unmetTerms, type NodeSelectorTerm, type UnmetRequirement } from "./node-affinity";
import type { ResourceAmounts } from "./node-resources";

/** Taint of a node, declared or found in a cluster. */
export interface NodeTaint {
  readonly key: string;
  /** Empty if the taint has none. */
  readonly value: string;
  readonly effect: string;
}

/** A node, or what the nodes of a pool will be like, as far as the scheduler asks. */
export interface NodeShape {
  /** Its hostname, too. */
  readonly name: string;
  readonly architecture: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly NodeTaint[];
  /** What pods may have, or what is left of it. */
  readonly allocatable: ResourceAmounts;
}

/** Toleration, as in a pod spec. */
export interface PodToleration {
  /** Absent or empty: any key. */
  readonly key?: string;
  /** `Equal` or `Exists`; any other tolerates nothing. @default Equal */
  readonly operator?: string;
  /** @default empty */
  readonly value?: string;
  /** Absent or empty: any effect. */
  readonly effect?: string;
}

/** What a pod asks of its node. */
export interface PodNeeds {
  /** @default no label */
  readonly nodeSelector?: Readonly<Record<string, string>>;
  /** Terms of the required node affinity, one of which must match. @default no requirement */
  readonly nodeAffinity?: readonly NodeSelectorTerm[];
  /** @default none */
  readonly tolerations?: readonly PodToleration[];
  /** Of all its containers together; the pod itself counts as one of `pods`. */
  readonly requests: ResourceAmounts;
}

/** One reason why a node does not accept a pod. */
export type Refusal =
  | {
      readonly kind: "node-selector";
      readonly key: string;
      readonly wanted: string;
      /** Undefined if the node does not have the label. */
      readonly found: string | undefined;
    }
  | {
      readonly kind: "node-affinity";
      /** Of each term what is unmet; nothing in a term means that the term is empty. */
      readonly terms: readonly (readonly UnmetRequirement[])[];
    }
  | { readonly kind: "taint"; readonly taint: NodeTaint }
  | {
      readonly kind: "resource";
      readonly resource: string;
      readonly requested: number;
      readonly available: number;
    };

/**
 * Every reason why a node does not accept a pod; none means that the scheduler
 * could place it there. Preferences, spreading and volumes are not looked at.
 *
 * Sources: https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/,
 * https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/
 */
export function refusals(node: NodeShape, pod: PodNeeds): readonly Refusal[] {
  const labels = { ...labelsOfKubelet(node), ...node.labels };
  return [
    ...selectorRefusals(labels, pod.nodeSelector ?? {}),
    ...affinityRefusals(labels, node, pod.nodeAffinity),
    ...taintRefusals(node.taints, pod.tolerations ?? []),
    ...resourceRefusals(node.allocatable, { pods: 1, ...pod.requests }),
  ];
}

/**
 * Labels that every node has without being told.
 * Source: https://kubernetes.io/docs/reference/labels-annotations-taints/
 */
function labelsOfKubelet({ name, architecture }: NodeShape): Record<string, string> {
  return {
    "kubernetes.io/arch": architecture,
    "kubernetes.io/os": "linux",
    "kubernetes.io/hostname": name,
  };
}

function selectorRefusals(
  labels: Readonly<Record<string, string>>,
  selector: Readonly<Record<string, string>>,
): readonly Refusal[] {
  return Object.entries(selector)
    .filter(([key, wanted]) => labels[key] !== wanted)
    .map(([key, wanted]) => ({ kind: "node-selector", key, wanted, found: labels[key] }));
}

function affinityRefusals(
  labels: Readonly<Record<string, string>>,
  { name }: NodeShape,
  terms: readonly NodeSelectorTerm[] | undefined,
): readonly Refusal[] {
  const unmet = terms && unmetTerms(terms, labels, { "metadata.name": name });
  return unmet === undefined ? [] : [{ kind: "node-affinity", terms: unmet }];
}

function taintRefusals(
  taints: readonly NodeTaint[],
  tolerations: readonly PodToleration[],
): readonly Refusal[] {
  return taints
    .filter(({ effect }) => effect === "NoSchedule" || effect === "NoExecute")
    .filter((taint) => !tolerations.some((toleration) => tolerates(toleration, taint)))
    .map((taint) => ({ kind: "taint", taint }));
}

function tolerates({ key, operator, value, effect }: PodToleration, taint: NodeTaint): boolean {
  if (effect && effect !== taint.effect) return false;
  if (key && key !== taint.key) return false;
  if (operator === "Exists") return true;
  return (!operator || operator === "Equal") && (value ?? "") === taint.value;
}

function resourceRefusals(
  allocatable: ResourceAmounts,
  requests: ResourceAmounts,
): readonly Refusal[] {
  return Object.entries(requests).flatMap(([resource, requested]): Refusal[] => {
    const available = allocatable[resource] ?? 0;
    // A request of zero asks for nothing, even where nothing is left.
    return requested === 0 || requested <= available
      ? []
      : [{ kind: "resource", resource, requested, available }];
  });
}
