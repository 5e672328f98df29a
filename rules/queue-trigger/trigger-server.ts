import type { EnvironmentSpec } from "../../environments/schema";
import { indexOf } from "../../inventory/inventory-index";
import type { Inventory, Trigger } from "../../inventory/model";
import type { Finding } from "../engine/rule";
import { variableOf } from "../shared/queue/container-variables";
import { type QueueScaling, triggerFinding, triggerName } from "./queue-scaling";
import { isTemplate } from "./trigger-metadata";

/** Where redis triggers say that Redis is: KEDA's operator connects from its own namespace. */
export function triggerServers(
  scaling: QueueScaling,
  inventory: Inventory,
  spec: EnvironmentSpec | undefined,
): readonly Finding[] {
  return scaling.redisTriggers.flatMap((trigger) => {
    const value = (key: string) => metadataValue(key, trigger, scaling, inventory);
    const addresses = value("address") ?? value("addresses");
    if (addresses !== undefined) {
      const [first = ""] = addresses.split(",");
      return isTemplate(addresses) ? [] : address(first.trim(), scaling, trigger, inventory, spec);
    }
    const host = value("host") ?? value("hosts");
    if (host !== undefined && !isTemplate(host)) {
      return reachable(host, scaling, trigger, inventory, spec);
    }
    return noServer(scaling, trigger);
  });
}

const SERVER_KEY = /^(address|addresses|hosts?)(FromEnv)?$/;

/** An authentication may name the server as well. */
function noServer(scaling: QueueScaling, trigger: Trigger): readonly Finding[] {
  const named = Object.keys(trigger.metadata).some((key) => SERVER_KEY.test(key));
  if (named || trigger.authentication !== undefined) return [];
  return [
    triggerFinding(
      scaling,
      "error",
      `${triggerName(scaling.autoscaler, trigger)} names no Redis: KEDA refuses it, and nothing scales`,
      `add address: ${fullName("redis:6379", scaling)} to its metadata`,
    ),
  ];
}

/** A member of the metadata, itself or by a variable of the first container; undefined: not there, or not known. */
function metadataValue(
  key: string,
  { metadata }: Trigger,
  { workload }: QueueScaling,
  inventory: Inventory,
): string | undefined {
  const variable = metadata[`${key}FromEnv`];
  if (metadata[key] !== undefined || variable === undefined) return metadata[key];
  const container = workload?.pod.containers.find(({ init }) => !init);
  if (workload === undefined || container === undefined) return undefined;
  const found = variableOf(variable, container, workload.namespace, inventory);
  return found.kind === "known" ? found.value : undefined;
}

function address(
  text: string,
  scaling: QueueScaling,
  trigger: Trigger,
  inventory: Inventory,
  spec: EnvironmentSpec | undefined,
): readonly Finding[] {
  const name = triggerName(scaling.autoscaler, trigger);
  if (text.includes("://")) {
    const [, host = ""] = /:\/\/(?:[^@/]*@)?([^/]*)/.exec(text) ?? [];
    return [
      triggerFinding(
        scaling,
        "error",
        `${name} has the URL ${withoutPassword(text)} as its address: KEDA wants host:port and cannot connect`,
        `write address: ${fullName(host, scaling)}, credentials in a TriggerAuthentication`,
      ),
    ];
  }
  const [, host, port] = /^(\[[^\]]*\]|[^:]*)(:\d+)?$/.exec(text) ?? [];
  if (host === undefined) return [];
  if (port === undefined) {
    return [
      triggerFinding(
        scaling,
        "error",
        `${name} has address ${text} without a port: KEDA cannot connect`,
        `write address: ${fullName(`${host}:6379`, scaling)}`,
      ),
    ];
  }
  return reachable(text, scaling, trigger, inventory, spec);
}

/** A name without a dot is looked up in KEDA's namespace; with one, the cluster's search domains complete it. */
function reachable(
  server: string,
  scaling: QueueScaling,
  trigger: Trigger,
  inventory: Inventory,
  spec: EnvironmentSpec | undefined,
): readonly Finding[] {
  const { namespace } = scaling.autoscaler;
  const [host = ""] = server.split(":");
  const keda = spec?.platform.namespaces.keda ?? kedaNamespace(inventory);
  const there =
    keda === namespace ||
    (keda !== undefined &&
      indexOf(inventory).services.find({ kind: "Service", namespace: keda, name: host }));
  if (host === "localhost" || host.startsWith("127.")) return [ownPod(host, scaling, trigger)];
  if (host === "" || /[.[]/.test(host) || there) return [];
  return [
    triggerFinding(
      scaling,
      spec === undefined ? "warning" : "error",
      `${triggerName(scaling.autoscaler, trigger)} names Redis ${host}, which KEDA's operator looks up in its own namespace${keda === undefined ? "" : ` ${keda}`}, not in ${namespace}`,
      `write ${server === host ? "host" : "address"}: ${fullName(server, scaling)}`,
    ),
  ];
}

function ownPod(host: string, scaling: QueueScaling, trigger: Trigger): Finding {
  return triggerFinding(
    scaling,
    "error",
    `${triggerName(scaling.autoscaler, trigger)} names Redis ${host}, which is the pod of KEDA's operator itself`,
    `write address: ${fullName("redis:6379", scaling)}, or the Service that your Redis has`,
  );
}

function kedaNamespace({ helmReleases }: Inventory): string | undefined {
  return helmReleases.find(({ chart }) => chart === "keda")?.releaseNamespace;
}

/** A Service's short name in the autoscaler's namespace as any namespace finds it. */
function fullName(server: string, { autoscaler: { namespace } }: QueueScaling): string {
  const [host = "", port] = server.split(":");
  const full = host.includes(".") ? host : `${host}.${namespace}.svc.cluster.local`;
  return port === undefined ? full : `${full}:${port}`;
}

function withoutPassword(url: string): string {
  return url.replace(/\/\/[^@/]*@/, "//…@");
}
