import { isIP } from "node:net";
import { indexOf } from "../../../inventory/inventory-index";
import {
  type Declared,
  describe,
  type Inventory,
  type Service,
  type Workload,
} from "../../../inventory/model";
import type { Side } from "./connection";
import type { DeclaredHost } from "./hosts";
import { podPort, type Topology } from "./topology";

/** One end of what is needed: who it is, and as what it may appear. */
export interface End {
  /** As people call it. */
  readonly name: string;
  /** Any of these being let through is enough. */
  readonly sides: readonly Side[];
}

/** A connection that something in the inventory needs. */
export interface Dependency {
  /** Object that has it. */
  readonly declared: Declared;
  /** Member or variable that has it. */
  readonly by: string;
  readonly from: End;
  readonly to: End;
  readonly port: number;
  readonly protocol: string;
}

/** Where a connection ends: pods of a workload, and their port. */
export interface Target {
  readonly to: End;
  readonly port: number;
  readonly protocol: string;
}

/** The pods behind a port of a Service, by its number or name; all its ports where none is named. */
export function targetsOf(
  service: Service,
  port: string | number | undefined,
  topology: Topology,
): readonly Target[] {
  const ports = service.ports.filter(
    (candidate) =>
      port === undefined || candidate.name === String(port) || candidate.port === Number(port),
  );
  return ports.flatMap((candidate) => {
    const behind = topology.behind(service).flatMap((workload) => {
      const number = podPort(candidate, workload);
      return number === undefined ? [] : [{ workload, number }];
    });
    // A selector that is too wide finds pods that listen on something else: not meant.
    const listening = behind.filter(({ workload, number }) => listensOn(workload, number));
    return (listening.length > 0 ? listening : behind).map(({ workload, number }) => ({
      to: { name: describe(workload), sides: [topology.sideOf(workload)] },
      port: number,
      protocol: candidate.protocol,
    }));
  });
}

function listensOn({ pod }: Workload, port: number): boolean {
  return pod.containers.some(({ ports }) => ports.some((declared) => declared.port === port));
}

const CLUSTER_NAME = /^([\w-]+)(?:\.([\w-]+)(\.svc(?:\.[\w.-]+)?)?)?$/;

/**
 * The pods behind a host that pods of a namespace are given. A Service that the
 * inventory does not have is pods without known labels in the namespace that
 * its name says; a host that can only be outside the cluster is no pod.
 */
export function targetsOfHost(
  { host, port }: Pick<DeclaredHost, "host" | "port">,
  fromNamespace: string | undefined,
  inventory: Inventory,
  topology: Topology,
): readonly Target[] {
  if (isOutside(host)) {
    const to = { name: host, sides: [{ kind: "outside" } as const] };
    return port === undefined ? [] : [{ to, port, protocol: "TCP" }];
  }
  const service = serviceOfHost(host, fromNamespace, inventory);
  if (service !== undefined) return targetsOf(service, port, topology);
  const [, , namespace = fromNamespace, suffix] = CLUSTER_NAME.exec(host) ?? [];
  if (namespace === undefined || suffix === undefined || port === undefined) return [];
  const pods = topology.podIn(namespace, { labels: {}, complete: false });
  return [{ to: { name: host, sides: [pods] }, port, protocol: "TCP" }];
}

/** The Service that a host is the name of, as pods of a namespace understand it. */
export function serviceOfHost(
  host: string,
  fromNamespace: string | undefined,
  inventory: Inventory,
): Service | undefined {
  const [, name, namespace = fromNamespace] = CLUSTER_NAME.exec(host) ?? [];
  return name === undefined || namespace === undefined
    ? undefined
    : indexOf(inventory).services.find({ kind: "Service", namespace, name });
}

/** `name.namespace` and `example.com` look alike: two words may be a Service. */
function isOutside(host: string): boolean {
  if (isIP(host) !== 0) return !host.startsWith("127.");
  return host.split(".").length > 2 && !CLUSTER_NAME.test(host) && !host.endsWith(".cluster.local");
}
