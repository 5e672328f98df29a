import type { EnvironmentSpec } from "../environments/schema";
import type { Autoscaler, Container, Inventory, Workload } from "../inventory/model";
import { serviceOfHost } from "./shared/network/dependency";
import { hostIn } from "./shared/network/hosts";
import { Topology } from "./shared/network/topology";
import { isHandedOver } from "../queues";
import { type Finding, findingAt, type Rule } from "./engine/rule";
import { isRedisTrigger, redisServer } from "./shared/queue/redis-trigger";

const id = "redis-keepalive";

/** Where nothing is written: https://redis.io/docs/latest/develop/reference/clients/#tcp-keepalive */
const DEFAULT_SECONDS = 300;
/** Longer, and the loss of a node costs a job more often than not. */
const MOST_SECONDS = 60;
const OPTION = "--tcp-keepalive";

export const redisKeepalive: Rule = {
  id,
  title: "The Redis of a queue soon drops connections of nodes that are gone",
  why: "An idle worker waits in line for a job. When its node is cut off, its connection stays in line until Redis finds it dead, and the next job is handed to it. With RQ it lies in `rq:queue:<name>:intermediate`, in no registry, until RQ fails it minutes later; with Celery it is in no key at all. With Redis' default that takes ten minutes; with `tcp-keepalive 10`, 19 s were seen.",
  severity:
    "warning. Judged are servers that a redis trigger reads a queue's keys from, or that the environment's data names, where their pods are in the inventory and their options are arguments: a configuration file is not seen",
  remedy: `Start the server with \`${OPTION} 10\`; a running one takes \`CONFIG SET tcp-keepalive 10\` as well, until it restarts.`,
  check: (inventory, spec) => {
    const topology = new Topology(inventory);
    const servers = new Set(
      queueHosts(inventory, spec).flatMap(({ host, namespace }) => {
        const service = serviceOfHost(host, namespace, inventory);
        return service === undefined ? [] : topology.behind(service);
      }),
    );
    return [...servers].flatMap(checkServer);
  },
};

interface QueueHost {
  readonly host: string;
  /** Namespace in which a short name is understood. */
  readonly namespace: string | undefined;
}

/** Hosts of the servers that queues are in. */
function queueHosts(inventory: Inventory, spec: EnvironmentSpec | undefined): readonly QueueHost[] {
  const named = (spec?.applications ?? []).flatMap(({ redis }) =>
    redis.kind === "existing" ? [{ host: redis.host, namespace: undefined }] : [],
  );
  return [...named, ...inventory.autoscalers.flatMap(hostsOfTriggers)];
}

function hostsOfTriggers({ triggers, namespace }: Autoscaler): readonly QueueHost[] {
  return triggers.flatMap((trigger) => {
    if (!isRedisTrigger(trigger) || !isHandedOver(trigger.metadata["listName"] ?? "")) return [];
    const host = hostIn(redisServer(trigger) ?? "", true)?.host;
    return host === undefined ? [] : [{ host, namespace }];
  });
}

function checkServer(workload: Workload): readonly Finding[] {
  return workload.pod.containers.filter(isRedis).flatMap((container) => {
    const seconds = keepaliveOf(container);
    if (seconds === undefined || (seconds > 0 && seconds <= MOST_SECONDS)) return [];
    return [
      findingAt(workload, {
        rule: id,
        severity: "warning",
        message: `container ${container.name} keeps connections of nodes that are gone: tcp-keepalive is ${seconds}, a worker on such a node swallows the next job`,
        fix: `add ${OPTION} 10 to the arguments of container ${container.name}`,
      }),
    ];
  });
}

/** The official images; whatever else is called so may start its server by a script with a configuration of its own. */
const SERVER_IMAGE = /(^|\/)(redis|valkey)(:[^/]*)?$/;

function isRedis({ image, command }: Container): boolean {
  const words = command.flatMap((word) => word.split(/\s+/));
  return (
    SERVER_IMAGE.test(image.replace(/@.*/, "")) &&
    (words.length === 0 || words.some((word) => /(^|\/)(redis|valkey)-server$/.test(word)))
  );
}

/** Seconds; undefined: a configuration file, or a value that only the cluster puts in, says it. */
function keepaliveOf({ command, args }: Container): number | undefined {
  const words = [...command, ...args].flatMap((word) => word.split(/\s+/));
  const at = words.lastIndexOf(OPTION);
  if (at !== -1) {
    const value = words[at + 1] ?? "";
    return /^\d+$/.test(value) ? Number(value) : undefined;
  }
  return words.some((word) => word.endsWith(".conf")) ? undefined : DEFAULT_SECONDS;
}
