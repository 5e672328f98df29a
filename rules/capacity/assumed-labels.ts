import type { PodPlace } from "./packing/problem-of";
import type { Pool, PodDemand } from "./situation";

/**
 * Labels that kubelet, cloud provider or k3s give a node, with values that no
 * declaration tells; the autoscaler knows them of a node that is not there yet.
 * Source: https://kubernetes.io/docs/reference/labels-annotations-taints/
 */
const FROM_PROVIDER =
  /^(topology\.kubernetes\.io|topology\.ebs\.csi\.aws\.com|failure-domain\.beta\.kubernetes\.io|(beta|node|node-role)\.kubernetes\.io|eks\.amazonaws\.com|k8s\.io|k3s\.io)\//;

/**
 * Labels that a DaemonSet finds out on the running node; no autoscaler knows
 * them of a node that is not there yet.
 * Source: https://kubernetes-sigs.github.io/node-feature-discovery/stable/usage/features.html,
 * https://github.com/NVIDIA/k8s-device-plugin/blob/main/docs/gpu-feature-discovery/README.md
 */
const FROM_DISCOVERY = /^(nvidia\.com|amd\.com|gpu\.intel\.com|feature\.node\.kubernetes\.io)\//;

/** Pods that no pool accepts as declared, but some do if these labels come at boot as they want them. */
export interface Assumption {
  /** The pods, without what is assumed. */
  readonly demand: PodDemand;
  readonly labels: readonly string[];
  /** One of them is found out on the running node only. */
  readonly discovered: boolean;
}

/** What must be assumed of labels that pools get at boot; undefined: nothing has to be, or none of them is asked for. */
export function assumptionFor(demand: PodDemand, pools: readonly Pool[]): Assumption | undefined {
  const declared = new Set(
    pools.flatMap(({ node, source }) => (source.kind === "nodes" ? [] : Object.keys(node.labels))),
  );
  const assumed = new Set<string>();
  const place = without(demand.place, (key) => {
    const atBoot = !declared.has(key) && (FROM_PROVIDER.test(key) || FROM_DISCOVERY.test(key));
    if (atBoot) assumed.add(key);
    return atBoot;
  });
  if (assumed.size === 0 || pools.some(({ source }) => source.kind === "nodes")) return undefined;
  const labels = [...assumed];
  return {
    demand: { ...demand, place },
    labels,
    discovered: labels.some((label) => FROM_DISCOVERY.test(label)),
  };
}

/** A place that asks nothing of these labels. */
function without(place: PodPlace, left: (key: string) => boolean): PodPlace {
  const nodeSelector = Object.fromEntries(
    Object.entries(place.nodeSelector ?? {}).filter(([key]) => !left(key)),
  );
  const terms = place.nodeAffinity?.map((term) => ({
    ...term,
    matchExpressions: term.matchExpressions?.filter(({ key }) => !left(key)),
  }));
  // A term of which nothing is left is met; as written, an empty one never is.
  const met = terms?.some(
    ({ matchExpressions = [], matchFields = [] }, index) =>
      matchExpressions.length + matchFields.length === 0 &&
      (place.nodeAffinity?.[index]?.matchExpressions ?? []).length > 0,
  );
  return { ...place, nodeSelector, nodeAffinity: met === true ? undefined : terms };
}
