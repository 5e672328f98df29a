import { isIP } from "node:net";
import { applicationIn, applicationPath } from "../../environments/applications";
import { applicationFile } from "../../environments/environment-file";
import type { EnvironmentSpec } from "../../environments/schema";
import { groupBy } from "../../inventory/group-by";
import { indexOf } from "../../inventory/inventory-index";
import { type Declared, describe, type Inventory, type NetworkPolicy } from "../../inventory/model";
import { type Blocked, blocksOf, type Side } from "../shared/network/connection";
import type { Dependency } from "../shared/network/dependency";
import { neededByPlatform } from "./needed-by-platform";
import { neededByPods } from "./needed-by-pods";
import { isRedisWithoutPassword, type OpenPort, openPorts } from "./open-ports";
import { policyFor } from "./policy-text";
import { Topology } from "../shared/network/topology";
import { type Finding, findingAt, type Rule, type Severity } from "../engine/rule";

const id = "network-reach";

export const networkReach: Rule = {
  id,
  title: "Network policies let through what is needed, and nothing else",
  why: "The app speaks neither password nor TLS with Redis: network policies are its only guard, so the namespace denies by default. But each forgotten connection then fails as a timeout: KEDA's operator reads the queue from its own namespace, Prometheus scrapes from another, an ingress controller comes from a third, nodes pull from the registry by their own address, and every name needs DNS. What is needed is taken from variables, triggers, Ingresses, Services and monitors, and held against the policies as Kubernetes combines them.",
  severity:
    "error in an environment of ours and in a cluster; warning in a folder, which may not have all policies. Error wherever a policy opens a Redis without password to everybody",
  remedy:
    "Add the policy of the fix: policies only ever add what is allowed. A namespace without any gets a default deny first.",
  check: (judged, spec, { beside } = {}) => {
    const above = beside?.policiesAbove() ?? [];
    const networkPolicies = [...judged.networkPolicies, ...above];
    const inventory = above.length === 0 ? judged : { ...judged, networkPolicies };
    const topology = new Topology(inventory);
    const needed = distinct([
      ...neededByPods(inventory, topology),
      ...neededByPlatform(inventory, spec, topology),
    ]);
    return [
      ...needed.flatMap((dependency) => checkDependency(dependency, topology, spec)),
      ...checkOpenPorts(inventory, needed, topology, spec),
      ...checkUnguarded(inventory, spec),
    ];
  },
};

/** Two triggers, or two variables, that say the same are one need. */
function distinct(needed: readonly Dependency[]): readonly Dependency[] {
  const keyOf = ({ declared, from, to, port, protocol }: Dependency) =>
    [describe(declared), from.name, to.name, protocol, port].join(" | ");
  return [...groupBy(needed, keyOf).values()].flatMap(([first]) => first ?? []);
}

/** A folder may lack the policy that allows it; an environment and a cluster have all there are. */
function severityOf({ place }: Declared, spec: EnvironmentSpec | undefined): Severity {
  return spec !== undefined || place.kind === "cluster" ? "error" : "warning";
}

function checkDependency(
  dependency: Dependency,
  topology: Topology,
  spec: EnvironmentSpec | undefined,
): readonly Finding[] {
  const { declared, by, from, to, port, protocol } = dependency;
  const ways = from.sides.flatMap((start) =>
    to.sides.map((end) =>
      blocksOf({ from: start, to: end, port, protocol }, (pod) => topology.policiesOf(pod)),
    ),
  );
  const blocks = ways.some((way) => way.length === 0) ? [] : (ways[0] ?? []);
  return blocks.map((blocked) =>
    findingAt(declared, {
      rule: id,
      severity: severityOf(declared, spec),
      message: `${from.name} does not reach ${to.name} on ${protocol} ${port} (${by}): ${reasonOf(blocked)}`,
      fix: egressOfData(dependency, blocked, spec) ?? policyFor(dependency, blocked.direction),
    }),
  );
}

/** What leads out of an application's namespace is data of the environment. */
function egressOfData(
  { from, to, port, protocol }: Dependency,
  { direction }: Blocked,
  spec: EnvironmentSpec | undefined,
): string | undefined {
  const [source, target] = [from.sides[0], to.sides[0]];
  if (direction !== "Egress" || protocol !== "TCP" || source?.kind !== "pod") return undefined;
  const application = spec && applicationIn(spec, source.namespace);
  if (spec === undefined || application === undefined) return undefined;
  const where = egressTarget(to.name, target, application.namespace);
  return where === undefined
    ? undefined
    : `add it to ${applicationPath(application, "egresses")} in ${applicationFile(spec, application, ["egresses"])}: { name: "<what for>", to: ${where}, ports: [${port}] }`;
}

function egressTarget(host: string, target: Side | undefined, from: string): string | undefined {
  switch (target?.kind) {
    case "pod":
      return target.namespace === from
        ? undefined
        : `{ kind: "namespace", namespace: "${target.namespace}" }`;
    case "outside":
      return isIP(host) === 0
        ? `{ kind: "host", host: "${host}" }`
        : `{ kind: "addresses", cidrs: ["${host}/32"] }`;
    default:
      return undefined;
  }
}

/** One of the policies that deny is enough to show: the one that allows least. */
function reasonOf({ direction, by }: Blocked): string {
  const rules = ({ ingress, egress }: NetworkPolicy) =>
    (direction === "Ingress" ? ingress : egress).length;
  const [first, ...others] = [...by].sort((left, right) => rules(left) - rules(right));
  const more = others.length === 0 ? "" : ` (and ${others.length} more)`;
  const name = first === undefined ? "" : describe(first);
  return `${name}${more} denies ${direction.toLowerCase()}, and no policy allows this`;
}

/** What every pod may reach although none outside needs it. */
function checkOpenPorts(
  inventory: Inventory,
  needed: readonly Dependency[],
  topology: Topology,
  spec: EnvironmentSpec | undefined,
): readonly Finding[] {
  const fromAfar = new Set(
    needed
      .filter(({ from }) => from.sides.some(({ kind }) => kind !== "pod"))
      .map(({ to, port, protocol }) => `${to.name} ${protocol} ${port}`),
  );
  return openPorts(inventory.networkPolicies, topology)
    .filter((open) => !fromAfar.has(`${describe(open.workload)} ${open.protocol} ${open.port}`))
    .flatMap((open) => checkOpenPort(open, spec));
}

function checkOpenPort(
  { policy, workload, port, protocol }: OpenPort,
  spec: EnvironmentSpec | undefined,
): readonly Finding[] {
  const redis = workload.pod.containers.some(isRedisWithoutPassword);
  // A folder may lack the Ingress or the Service that needs it.
  if (!redis && spec === undefined) return [];
  return [
    findingAt(policy, {
      rule: id,
      severity: redis ? "error" : "warning",
      message: redis
        ? `opens ${describe(workload)} on ${protocol} ${port} to everybody, and it has no password: every pod of the cluster can read and change the queue`
        : `opens ${describe(workload)} on ${protocol} ${port} to everybody, and nothing outside its namespace is declared to need it`,
      fix: `allow its clients in its ingress rule, e.g. from: [{ podSelector: {} }] for the pods of ${policy.namespace}`,
    }),
  ];
}

/** Namespaces with pods and no policy at all. */
function checkUnguarded(
  inventory: Inventory,
  spec: EnvironmentSpec | undefined,
): readonly Finding[] {
  const ours = [
    ...(spec?.applications ?? []).map(({ namespace }) => namespace),
    spec?.registry?.namespace,
  ];
  const { namespaces, networkPolicies } = indexOf(inventory);
  return [...groupBy(inventory.workloads, ({ namespace }) => namespace)].flatMap(
    ([name, [workload]]) => {
      const declared = namespaces.find({ kind: "Namespace", name });
      const whole = declared !== undefined || ours.includes(name);
      if (networkPolicies.in(name).length > 0 || !whole || name.startsWith("kube-")) return [];
      const at = declared ?? workload;
      if (at === undefined) return [];
      return [
        findingAt(at, {
          rule: id,
          severity: ours.includes(name) ? "error" : "warning",
          message: `namespace ${name} has pods and no network policy: every pod of the cluster reaches them, and they reach everything`,
          fix: `{ apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: { name: default-deny, namespace: ${name} }, spec: { podSelector: {}, policyTypes: [Ingress, Egress] } }, and one policy for each connection that is needed`,
        }),
      ];
    },
  );
}
