import {
  type ContainerPort,
  type Labels,
  type LabelSelector,
  type NetworkPeer,
  type NetworkPolicy,
  type NetworkPort,
  type NetworkRule,
  selects,
} from "../../../inventory/model";
import { mayHoldPods } from "./ip-blocks";

/** Labels of a namespace or a pod, all of them or those that are known. */
export interface KnownLabels {
  readonly labels: Labels;
  /** There are no others. */
  readonly complete: boolean;
}

/** One end of a connection. */
export type Side =
  | {
      readonly kind: "pod";
      readonly namespace: string;
      readonly namespaceLabels: KnownLabels;
      readonly labels: KnownLabels;
      /** Ports by which policies may name a number; undefined: not known. */
      readonly ports: readonly ContainerPort[] | undefined;
    }
  /** A pod in some namespace other than this one. */
  | { readonly kind: "elsewhere"; readonly than: string }
  /** No pod, or one in the node's network: a node, a load balancer, an address. */
  | { readonly kind: "outside" };

export interface Connection {
  readonly from: Side;
  readonly to: Side;
  /** Port that the pod listens on: policies see no Service. */
  readonly port: number;
  /** `TCP`, `UDP`, `SCTP`. */
  readonly protocol: string;
}

export type Direction = "Ingress" | "Egress";

/** A side that lets a connection not pass. */
export interface Blocked {
  readonly direction: Direction;
  /** The policies that isolate the pod there; none of them, nor all together, allows it. */
  readonly by: readonly NetworkPolicy[];
}

/** Label that each namespace carries with its own name. */
export const NAMESPACE_NAME = "kubernetes.io/metadata.name";

/**
 * What blocks a connection: egress at its source, ingress at its target, or
 * both. A pod that no policy selects for a direction is open in it; one that
 * any selects lets pass what any of them allows.
 * https://kubernetes.io/docs/concepts/services-networking/network-policies/
 *
 * Where labels or addresses are not known, a policy that could allow it does,
 * and one that could isolate does not.
 *
 * @param policiesOf policies that may select a pod
 */
export function blocksOf(
  connection: Connection,
  policiesOf: (pod: Extract<Side, { kind: "pod" }>) => readonly NetworkPolicy[],
): readonly Blocked[] {
  const { from, to } = connection;
  return [
    ...blockedAt(from, "Egress", ({ egress }) => egress, to),
    ...blockedAt(to, "Ingress", ({ ingress }) => ingress, from),
  ];

  function blockedAt(
    pod: Side,
    direction: Direction,
    rulesOf: (policy: NetworkPolicy) => readonly NetworkRule[],
    other: Side,
  ): readonly Blocked[] {
    if (pod.kind !== "pod") return [];
    const policies = policiesOf(pod).filter(
      ({ namespace, policyTypes }) =>
        namespace === pod.namespace && policyTypes.includes(direction),
    );
    const by = policies.filter(({ podSelector }) => fits(podSelector, pod.labels, false));
    const allowed = policies
      .filter(({ podSelector }) => fits(podSelector, pod.labels, true))
      .some((policy) =>
        rulesOf(policy).some((rule) => allows(rule, other, connection, policy.namespace)),
      );
    return by.length === 0 || allowed ? [] : [{ direction, by }];
  }
}

/** Empty peers are every peer, empty ports every port. */
function allows(
  { peers, ports }: NetworkRule,
  other: Side,
  { to, port, protocol }: Connection,
  namespace: string,
): boolean {
  return (
    (peers.length === 0 || peers.some((peer) => isPeer(peer, other, namespace))) &&
    (ports.length === 0 || ports.some((allowed) => isPort(allowed, port, protocol, to)))
  );
}

/** Both selectors of a peer must select; without one for namespaces it is the policy's own. */
function isPeer(peer: NetworkPeer, other: Side, namespace: string): boolean {
  if (peer.kind === "ipBlock") {
    return other.kind === "outside" || mayHoldPods(peer.cidr, peer.except);
  }
  const { namespaceSelector, podSelector } = peer;
  switch (other.kind) {
    case "outside":
      return false;
    case "elsewhere":
      return namespaceSelector !== undefined && selectsElsewhere(namespaceSelector, other.than);
    case "pod":
      return (
        (namespaceSelector === undefined
          ? other.namespace === namespace
          : fits(namespaceSelector, other.namespaceLabels, true)) &&
        (podSelector === undefined || fits(podSelector, other.labels, true))
      );
    default:
      return other satisfies never;
  }
}

function selectsElsewhere(selector: LabelSelector, than: string): boolean {
  return requirementsOf(selector).every(
    ({ key, operator, values }) =>
      key !== NAMESPACE_NAME || operator !== "In" || (values ?? []).some((value) => value !== than),
  );
}

/** A named port is the pod's own that is called so; `endPort` ends a range. */
export function isPort(
  { port: written, endPort, protocol: wanted }: NetworkPort,
  port: number,
  protocol: string,
  to: Side,
): boolean {
  if (wanted !== protocol) return false;
  if (written === undefined) return true;
  const first = Number(written);
  if (!Number.isNaN(first)) return port >= first && port <= (endPort ?? first);
  if (to.kind !== "pod" || to.ports === undefined) return true;
  return to.ports.some(
    (named) => named.name === written && named.port === port && named.protocol === protocol,
  );
}

/**
 * Whether a selector selects what has these labels.
 *
 * @param doubt what to answer where that depends on labels that are not known
 */
export function fits(
  selector: LabelSelector,
  { labels, complete }: KnownLabels,
  doubt: boolean,
): boolean {
  return requirementsOf(selector).every((requirement) =>
    complete || Object.hasOwn(labels, requirement.key)
      ? selects({ matchLabels: {}, matchExpressions: [requirement] }, labels)
      : doubt,
  );
}

function requirementsOf({ matchLabels, matchExpressions }: LabelSelector) {
  const equal = Object.entries(matchLabels).map(([key, value]) => ({
    key,
    operator: "In",
    values: [value],
  }));
  return [...equal, ...matchExpressions];
}
