import {
  type Container,
  type NetworkPeer,
  type NetworkPolicy,
  type NetworkRule,
  type Workload,
} from "../../inventory/model";
import { type Direction, isPort } from "../shared/network/connection";
import { isEverywhere } from "../shared/network/ip-blocks";
import type { Topology } from "../shared/network/topology";

/** A port of a workload that a policy opens to every peer. */
export interface OpenPort {
  readonly policy: NetworkPolicy;
  readonly workload: Workload;
  readonly port: number;
  readonly protocol: string;
}

const INGRESS: Direction = "Ingress";

/** Ports that pods listen on and policies open to every address, or to every pod of the cluster. */
export function openPorts(
  policies: readonly NetworkPolicy[],
  topology: Topology,
): readonly OpenPort[] {
  return policies.flatMap((policy) => {
    const open = policy.policyTypes.includes(INGRESS) ? policy.ingress.filter(isForEverybody) : [];
    if (open.length === 0) return [];
    return topology.selectedBy(policy.namespace, policy.podSelector).flatMap((workload) =>
      listeners(workload)
        .filter(({ port, protocol }) =>
          open.some(
            ({ ports }) =>
              ports.length === 0 ||
              ports.some((allowed) => isPort(allowed, port, protocol, topology.sideOf(workload))),
          ),
        )
        .map(({ port, protocol }) => ({ policy, workload, port, protocol })),
    );
  });
}

function listeners({ pod }: Workload) {
  return pod.containers.flatMap(({ ports }) => ports);
}

function isForEverybody({ peers }: NetworkRule): boolean {
  return peers.length === 0 || peers.some(isEverybody);
}

function isEverybody(peer: NetworkPeer): boolean {
  if (peer.kind === "ipBlock") return isEverywhere(peer.cidr, peer.except);
  const { namespaceSelector, podSelector } = peer;
  return [namespaceSelector, podSelector ?? { matchLabels: {}, matchExpressions: [] }].every(
    (selector) =>
      selector !== undefined &&
      Object.keys(selector.matchLabels).length === 0 &&
      selector.matchExpressions.length === 0,
  );
}

const REDIS_IMAGE = /(^|\/)(redis|valkey|keydb|dragonfly)[^/]*$/;

/** Whether a container is a Redis without a password; one with a configuration file may have a password. */
export function isRedisWithoutPassword({ image, args, command, env, envFrom }: Container): boolean {
  const words = [...command, ...args].join(" ");
  return (
    REDIS_IMAGE.test(image.replace(/@.*/, "")) &&
    !/requirepass|aclfile|\.conf\b/.test(words) &&
    envFrom.length === 0 &&
    !env.some(({ name }) => /PASS/i.test(name))
  );
}
