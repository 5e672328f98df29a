import { environmentFile } from "../../environments/environment-file";
import type { ClusterSpec, EnvironmentSpec } from "../../environments/schema";
import type { Declared, Inventory } from "../../inventory/model";
import { IMAGE_SOURCE } from "./image-references";
import { type Finding, findingAt, type Severity } from "../engine/rule";
import { loopbackPort } from "../shared/image";
import { ofConfigMap, ofK3sNode } from "../shared/kube-proxy/written";
import { type KubeProxyOptions, offLoopback } from "../shared/kube-proxy/loopback";
import { waysToLoopback } from "../shared/kube-proxy/ways";

/** Object of findings about an environment's own data. */
const SETTING = "Setting cluster.kubeProxy";
/** kube-proxy 1.37 logs it at every start without a mode: https://github.com/kubernetes/kubernetes/blob/v1.37.2/cmd/kube-proxy/app/server_linux.go */
const NFTABLES_DEFAULT_MINOR = 40;
/** Options where none are named. */
const UNNAMED: KubeProxyOptions = { mode: "", addresses: [], gate: false, iptablesLocalhost: true };
const REFUSED = 'pulls from 127.0.0.1:PORT end in "connection refused"';

/** Nodes pull from 127.0.0.1:NodePort, where not every mode of kube-proxy serves it. */
export function loopbackPulls(
  inventory: Inventory,
  spec: EnvironmentSpec | undefined,
): readonly Finding[] {
  if (!pullsFromLoopback(inventory, spec)) return [];
  return [
    ...(spec === undefined ? [] : ofEnvironment(spec)),
    ...ofObjects(inventory, spec?.cluster),
  ];
}

function pullsFromLoopback({ workloads, services }: Inventory, spec: EnvironmentSpec | undefined) {
  if (spec?.registry !== undefined && spec.switches.images === "registry") return true;
  const containers = workloads.flatMap(({ pod }) => pod.containers);
  const nodePorts = new Set(
    services.flatMap(({ ports }) => ports.flatMap(({ nodePort }) => nodePort ?? [])),
  );
  return containers.some(({ image }) => {
    const port = loopbackPort(image);
    return port !== undefined && nodePorts.has(port);
  });
}

function ofEnvironment({ name, cluster }: EnvironmentSpec): readonly Finding[] {
  const minor = minorOf(cluster);
  const { kubeProxy } = cluster;
  const options = kubeProxy === undefined ? UNNAMED : optionsOf(kubeProxy);
  const ways = waysToLoopback({ kind: cluster.kind, minor, hasData: true }, options);
  const found = (severity: Severity, message: string): readonly Finding[] => [
    {
      rule: IMAGE_SOURCE,
      severity,
      object: SETTING,
      place: { kind: "file", file: environmentFile(name, ["cluster"]) },
      message,
      fix: `${ways}; with one of those, accept this finding`,
    },
  ];
  if (kubeProxy !== undefined) {
    const reason = offLoopback(options);
    return reason === undefined
      ? []
      : found(
          "error",
          `names ${reason}, which serves no NodePort on 127.0.0.1: ${REFUSED} on every node`,
        );
  }
  return cluster.kind !== "kubeconfig" || minor < NFTABLES_DEFAULT_MINOR
    ? []
    : found(
        "warning",
        `is absent, and from Kubernetes 1.${NFTABLES_DEFAULT_MINOR} on a kube-proxy without a mode is announced to take nftables, which serves no NodePort on 127.0.0.1: ${REFUSED}`,
      );
}

/** What a cluster, or manifests of one, say of kube-proxy themselves. */
function ofObjects(
  { nodes, configMaps }: Inventory,
  cluster: ClusterSpec | undefined,
): readonly Finding[] {
  const minor = cluster === undefined ? undefined : minorOf(cluster);
  const judge = (declared: Declared, options: KubeProxyOptions | undefined, kind: Kind) => {
    if (options === undefined) return [];
    const reason = offLoopback(options);
    return reason === undefined
      ? []
      : findingAt(declared, {
          rule: IMAGE_SOURCE,
          severity: "error",
          message: `has ${reason}, which serves no NodePort on 127.0.0.1: ${REFUSED} there`,
          fix: waysToLoopback({ kind, minor, hasData: cluster !== undefined }, options),
        });
  };
  return [
    ...nodes.flatMap((node) => judge(node, ofK3sNode(node), "k3s")),
    ...configMaps.flatMap((map) => judge(map, ofConfigMap(map), cluster?.kind ?? "kubeconfig")),
  ];
}
type Kind = ClusterSpec["kind"];

/** Data has the options that kube-proxy has, but for `iptables-localhost-nodeports`, which k3s and kubeadm leave on. */
export function optionsOf({
  mode,
  nodePortAddresses = [],
  localhostNodePorts = false,
}: NonNullable<ClusterSpec["kubeProxy"]>): KubeProxyOptions {
  return {
    mode,
    addresses: nodePortAddresses,
    gate: localhostNodePorts,
    iptablesLocalhost: true,
  };
}

function minorOf({ kubernetesVersion }: ClusterSpec): number {
  return Number(kubernetesVersion.split(".")[1]);
}
