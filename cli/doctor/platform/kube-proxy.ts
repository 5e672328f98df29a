import type { LiveNode } from "../../../inventory/live";
import { groupBy } from "../../../inventory/group-by";
import { k3sAnnotation } from "../../../inventory/k3s-arguments";
import { type ConfigMap, describe } from "../../../inventory/model";
import type { Finding } from "../../../rules";
import { loopbackPort } from "../../../rules/shared/image";
import { type KubeProxyOptions, offLoopback } from "../../../rules/shared/kube-proxy/loopback";
import { waysToLoopback } from "../../../rules/shared/kube-proxy/ways";
import { ofConfigMap, ofK3sNode } from "../../../rules/shared/kube-proxy/written";
import { type Diagnoser, type Diagnosis, diagnosis, type Examination } from "../examination";
import { registryNodePorts } from "./registry";

/** An object that says how kube-proxy is set up. */
type Source = LiveNode | ConfigMap;
interface Seen {
  readonly source: Source;
  readonly options: KubeProxyOptions;
}

/** Nodes from which no image of the cluster's own registry can be pulled, before a pull fails. */
export const loopbackNodePorts: Diagnoser = (examination) => {
  if (!pullsFromLoopback(examination)) return [];
  const found = setUps(examination).flatMap((seen) => {
    const reason = offLoopback(seen.options);
    return reason === undefined ? [] : [{ ...seen, reason }];
  });
  return [...groupBy(found, ({ source, reason }) => `${source.kind} ${reason}`).values()].flatMap(
    (group) => notServed(group, examination),
  );
};

/** Where a cluster's own objects say another mode than the environment's data. */
export const kubeProxyModes: Diagnoser = (examination) => {
  const named = examination.spec?.cluster.kubeProxy?.mode;
  if (named === undefined) return [];
  const others = setUps(examination).filter(({ options }) => modeOf(options) !== named);
  return [...groupBy(others, ({ options }) => modeOf(options))].flatMap(([mode, group]) =>
    differs(mode, named, group),
  );
};

/**
 * How kube-proxy is set up, where objects say it. Its own `/proxyMode` cannot be asked: it listens
 * on the node's 127.0.0.1 by default, which the API server does not reach.
 */
function setUps({ live, inventory }: Examination): readonly Seen[] {
  const seen = (source: Source, options: KubeProxyOptions | undefined): readonly Seen[] =>
    options === undefined ? [] : [{ source, options }];
  return [
    ...live.nodes.flatMap((node) => seen(node, ofK3sNode(node))),
    ...inventory.configMaps.flatMap((map) => seen(map, ofConfigMap(map))),
  ];
}

/** Whether a finding of the rules is about an object of which {@link loopbackNodePorts} speaks with its evidence. */
export function isDiagnosed({ rule, object }: Finding, diagnoses: readonly Diagnosis[]): boolean {
  return (
    rule === "image-source" &&
    /^(Node|ConfigMap) /.test(object) &&
    diagnoses.some(({ id }) => id === "node-port-not-on-loopback")
  );
}

function pullsFromLoopback(examination: Examination): boolean {
  return (
    registryNodePorts(examination).length > 0 ||
    examination.inventory.workloads.some(({ pod }) =>
      pod.containers.some(({ image }) => loopbackPort(image) !== undefined),
    )
  );
}

function notServed(
  group: readonly (Seen & { readonly reason: string })[],
  { spec }: Examination,
): readonly Diagnosis[] {
  const [first] = group;
  if (first === undefined) return [];
  const { source, options, reason } = first;
  const isNode = source.kind === "Node";
  const kind = spec?.cluster.kind ?? "kubeconfig";
  const minor = spec === undefined ? undefined : Number(spec.cluster.kubernetesVersion.slice(2));
  return [
    diagnosis(source, {
      id: "node-port-not-on-loopback",
      cause: `${isNode ? source.name : describe(source)} runs ${reason}${others(group)}: NodePorts are not served on 127.0.0.1 there, and every image of 127.0.0.1:PORT ends in "connection refused"`,
      evidence: group.map(evidenceOf),
      fix: waysToLoopback(
        { kind: isNode ? "k3s" : kind, minor, hasData: spec !== undefined },
        options,
      ),
    }),
  ];
}

function differs(mode: string, named: string, group: readonly Seen[]): readonly Diagnosis[] {
  const [first] = group;
  if (first === undefined) return [];
  return [
    diagnosis(first.source, {
      id: "kube-proxy-differs",
      severity: "warning",
      cause: `runs kube-proxy in ${mode} mode${others(group)}, and the environment's cluster.kubeProxy names ${named}: rules judge a cluster that is not this one`,
      evidence: group.map(evidenceOf),
      fix: `write "${mode}" as cluster.kubeProxy.mode if that is meant, or set kube-proxy up with ${named}`,
    }),
  ];
}

/** What a kube-proxy without a mode runs in, in every release of today. */
function modeOf({ mode }: KubeProxyOptions): string {
  return mode === "" ? "iptables" : mode;
}

function others({ length }: readonly Seen[]): string {
  return length === 1 ? "" : `, and so do ${length - 1} more nodes`;
}

function evidenceOf({ source, options }: Seen): string {
  return source.kind === "Node"
    ? `${describe(source)}: ${k3sAnnotation(source) ?? ""}`
    : `${describe(source)}: mode ${JSON.stringify(options.mode)}, nodePortAddresses ${JSON.stringify(options.addresses)}`;
}
