import { applicationIn } from "../applications";
import { MANAGED_REDIS_PORT } from "../facts/managed-redis";
import type { ApplicationSpec, EgressSpec } from "../schema";
import { duplicates } from "./duplicates";
import { ofApplication } from "./of-application";
import type { Mismatch, Relation } from "./relation";
import { usesRedisOf } from "./shared-redis";

/** What managed Redis' pods are found by. */
const COMPONENT = { key: "app.kubernetes.io/component", value: "redis" };

const sendersAreOthers = ofApplication({
  check: (application, at) => {
    const senders = sendersOf(application);
    return [
      ...duplicates(senders).map((index) => ({
        path: at("redis", "senders", index),
        message: "stands there already",
        fix: "remove it",
      })),
      ...senders.flatMap((sender, index) =>
        sender === application.namespace
          ? [
              {
                path: at("redis", "senders", index),
                message:
                  "is the application's own namespace, where web and workers reach Redis without it, and nothing else gets a way out",
                fix: "remove it, or name the namespace of what sends jobs",
              },
            ]
          : [],
      ),
    ];
  },
});

/** A connection between two namespaces needs a policy at each end. */
const sendersHaveAWayOut: Relation = {
  needs: ["applications"],
  of: ["name", "namespace", "redis", "egresses"],
  check: ({ applications }) =>
    applications.flatMap((receiver) =>
      sendersOf(receiver).flatMap((namespace): readonly Mismatch[] => {
        const sender = applicationIn({ applications }, namespace);
        // A namespace of others has policies of its own.
        if (sender === undefined || sender === receiver) return [];
        // Its own Redis is that one, and each pod has a way to its own Redis.
        if (usesRedisOf(sender, receiver)) return [];
        if (sender.egresses.some((egress) => leadsTo(egress, receiver))) return [];
        return [
          {
            path: ["applications", applications.indexOf(sender), "egresses"],
            message: `none leads to the Redis of ${receiver.name}, whose redis.senders names ${namespace}: no job of these pods arrives`,
            fix: `add { name: "${receiver.name}-redis", to: { kind: "namespace", namespace: "${receiver.namespace}", podLabels: { "${COMPONENT.key}": "${COMPONENT.value}" } }, ports: [${MANAGED_REDIS_PORT}] }, or take ${namespace} out of the senders of ${receiver.name}`,
          },
        ];
      }),
    ),
};

const waysOutAreLetIn: Relation = {
  needs: ["applications"],
  of: ["name", "namespace", "redis", "egresses"],
  check: ({ applications }) =>
    applications.flatMap(({ namespace, egresses }, at) =>
      egresses.flatMap((egress, index): readonly Mismatch[] => {
        const receiver = applications.find(
          (other) =>
            other.namespace !== namespace &&
            other.redis.kind === "managed" &&
            egress.to.kind === "namespace" &&
            leadsTo(egress, other),
        );
        return receiver === undefined || sendersOf(receiver).includes(namespace)
          ? []
          : [
              {
                path: ["applications", at, "egresses", index, "to", "namespace"],
                message: `the Redis of ${receiver.name} lets nothing of ${namespace} in: its redis.senders does not name it`,
                fix: `add "${namespace}" to redis.senders of ${receiver.name}, or remove the egress`,
              },
            ];
      }),
    ),
};

function sendersOf({ redis }: Pick<ApplicationSpec, "redis">): readonly string[] {
  return redis.kind === "managed" ? (redis.senders ?? []) : [];
}

/** Address ranges may hold the pods: what is no namespace is taken at its word. */
function leadsTo({ to, ports }: EgressSpec, { namespace }: ApplicationSpec): boolean {
  if (!ports.includes(MANAGED_REDIS_PORT) || to.kind === "host") return false;
  if (to.kind === "addresses") return true;
  const component = to.podLabels?.[COMPONENT.key] ?? COMPONENT.value;
  return to.namespace === namespace && component === COMPONENT.value;
}

export const redisSenderRelations: readonly Relation[] = [
  sendersAreOthers,
  sendersHaveAWayOut,
  waysOutAreLetIn,
];
