import type { EnvironmentSpec } from "../../environments/schema";
import { indexOf } from "../../inventory/inventory-index";
import {
  type Autoscaler,
  describe,
  type Inventory,
  type Labels,
  type Monitor,
} from "../../inventory/model";
import type { Side } from "../shared/network/connection";
import { type Dependency, type End, targetsOf, targetsOfHost } from "../shared/network/dependency";
import { hostIn } from "../shared/network/hosts";
import { portNamed, type Topology } from "../shared/network/topology";

/** Where the platform's pods are that connect to those of the workloads. */
interface Platform {
  /** Undefined: not known, so in some namespace other than the target's. */
  readonly keda: string | undefined;
  readonly prometheus: string | undefined;
}

/** Labels that the charts of KEDA and kube-prometheus-stack put on their pods, among others. */
const KEDA_OPERATOR = { app: "keda-operator", "app.kubernetes.io/name": "keda-operator" };
const PROMETHEUS = { "app.kubernetes.io/name": "prometheus" };

/** What KEDA, Ingresses, Services that nodes publish, and Prometheus need. */
export function neededByPlatform(
  inventory: Inventory,
  spec: EnvironmentSpec | undefined,
  topology: Topology,
): readonly Dependency[] {
  const releases = new Map(
    inventory.helmReleases.map(({ chart, releaseNamespace }) => [chart, releaseNamespace]),
  );
  const platform: Platform = {
    keda: releases.get("keda") ?? spec?.platform.namespaces.keda,
    prometheus: releases.get("kube-prometheus-stack") ?? spec?.platform.namespaces.monitoring,
  };
  return [
    ...inventory.autoscalers.flatMap((autoscaler) =>
      neededByTriggers(autoscaler, platform, inventory, topology),
    ),
    ...neededByIngresses(inventory, topology),
    ...neededByNodes(inventory, topology),
    ...inventory.monitors.flatMap((monitor) =>
      neededByMonitor(monitor, platform, inventory, topology),
    ),
  ];
}

/** A component's pods in its namespace; where that is not known, any of these sides. */
function component(
  name: string,
  namespace: string | undefined,
  labels: Labels,
  unknown: readonly Side[],
  topology: Topology,
): End {
  const known = namespace !== undefined;
  return {
    name: known ? `${name} (namespace ${namespace})` : name,
    sides: known ? [topology.podIn(namespace, { labels, complete: false })] : unknown,
  };
}

/** Prometheus is often beside what it scrapes; KEDA's operator never is. */
function besideOrElsewhere(to: End, labels: Labels, topology: Topology): readonly Side[] {
  const beside = to.sides.flatMap((side) =>
    side.kind === "pod" ? [topology.podIn(side.namespace, { labels, complete: false })] : [],
  );
  return [...elsewhere(to), ...beside];
}

/** Some other namespace than the target's. */
function elsewhere({ sides }: End): readonly Side[] {
  return sides.flatMap((side): readonly Side[] =>
    side.kind === "pod" ? [{ kind: "elsewhere", than: side.namespace }] : [],
  );
}

/** Members of a trigger that name a host. */
const HOST_MEMBERS = ["address", "host", "url", "serverAddress", "bootstrapServers"] as const;

/** KEDA's operator looks at each trigger itself: the pods' own way there is no help. */
function neededByTriggers(
  autoscaler: Autoscaler,
  { keda }: Platform,
  inventory: Inventory,
  topology: Topology,
): readonly Dependency[] {
  return autoscaler.triggers.flatMap(({ metadata }) =>
    HOST_MEMBERS.flatMap((member) => {
      const found = hostIn(metadata[member] ?? "", member === "host");
      if (found === undefined) return [];
      const port = found.port ?? (Number(metadata.port) || undefined);
      return targetsOfHost({ ...found, port }, keda, inventory, topology).map((target) => ({
        declared: autoscaler,
        by: `trigger's ${member}`,
        from: component("KEDA's operator", keda, KEDA_OPERATOR, elsewhere(target.to), topology),
        ...target,
      }));
    }),
  );
}

/** A controller is in a namespace that differs by cluster, or, as a cloud's load balancer, in none. */
function neededByIngresses(inventory: Inventory, topology: Topology): readonly Dependency[] {
  return inventory.ingresses.flatMap((ingress) =>
    ingress.backends.flatMap(({ service: name, port }) => {
      const service = indexOf(inventory).services.find({
        kind: "Service",
        namespace: ingress.namespace,
        name,
      });
      return (service === undefined ? [] : targetsOf(service, port, topology)).map((target) => ({
        declared: ingress,
        by: `backend ${name}`,
        from: {
          name: "the ingress controller",
          sides: [...elsewhere(target.to), { kind: "outside" } as const],
        },
        ...target,
      }));
    }),
  );
}

/** What arrives at a node's port comes from the node's address, which no selector finds. */
function neededByNodes(inventory: Inventory, topology: Topology): readonly Dependency[] {
  return inventory.services
    .filter(({ type }) => type === "NodePort" || type === "LoadBalancer")
    .flatMap((service) =>
      targetsOf(service, undefined, topology).map((target) => ({
        declared: service,
        by: `type ${service.type}`,
        from: { name: "nodes and what is outside", sides: [{ kind: "outside" } as const] },
        ...target,
      })),
    );
}

function neededByMonitor(
  monitor: Monitor,
  { prometheus }: Platform,
  inventory: Inventory,
  topology: Topology,
): readonly Dependency[] {
  const targets = monitor.ports.flatMap((port) =>
    monitor.kind === "PodMonitor"
      ? scrapedPods(monitor, port, inventory, topology)
      : topology
          .servicesWith(monitor.selector)
          .filter(({ namespace }) => looksInto(monitor, namespace))
          .flatMap((service) => targetsOf(service, port, topology)),
  );
  return targets.map((target) => ({
    declared: monitor,
    by: "endpoints",
    from: component(
      "Prometheus",
      prometheus,
      PROMETHEUS,
      besideOrElsewhere(target.to, PROMETHEUS, topology),
      topology,
    ),
    ...target,
  }));
}

function scrapedPods(monitor: Monitor, port: string, { workloads }: Inventory, topology: Topology) {
  const namespaces =
    monitor.namespaces === "any"
      ? [...new Set(workloads.map(({ namespace }) => namespace))]
      : monitor.namespaces;
  return namespaces.flatMap((namespace) =>
    topology.selectedBy(namespace, monitor.selector).flatMap((workload) => {
      const number = portNamed(port, "TCP", workload.pod.containers);
      const to = { name: describe(workload), sides: [topology.sideOf(workload)] };
      return number === undefined ? [] : [{ to, port: number, protocol: "TCP" }];
    }),
  );
}

function looksInto({ namespaces }: Monitor, namespace: string): boolean {
  return namespaces === "any" || namespaces.includes(namespace);
}
