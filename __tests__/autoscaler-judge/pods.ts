import { quantityOf, type ResourceAmounts } from "../../environments/nodes/node-resources";
import { z } from "zod";
import type { PodNeeds } from "../../environments/nodes/placement";
import { amountsOf } from "../../environments/quantity";
import type { PodDemand } from "../../rules/capacity/situation";

/** A pod as the scheduler sees it: where it may go, and its requests in one container. */
export function podOf({ name, namespace, labels, place, resources }: PodDemand): object {
  return {
    metadata: { name: name.replace(/^.*\//, ""), namespace, labels },
    spec: specOf(place, resources.requests),
  };
}

/** A DaemonSet that has one such pod on every node that accepts it. */
export function daemonSetOf({ name, namespace, labels, place, resources }: PodDemand): object {
  const own = name.replace(/^.*[/ ]/, "");
  return {
    metadata: { name: own, namespace, uid: own },
    spec: {
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: specOf(place, resources.requests) },
    },
  };
}

function specOf(
  { nodeSelector, nodeAffinity, tolerations }: PodDemand["place"],
  requests: ResourceAmounts,
): object {
  return {
    nodeSelector,
    ...(nodeAffinity === undefined
      ? {}
      : {
          affinity: {
            nodeAffinity: {
              requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: nodeAffinity },
            },
          },
        }),
    tolerations,
    containers: [
      {
        name: "all",
        image: "registry.example/image",
        resources: {
          requests: Object.fromEntries(
            Object.entries(requests)
              .filter(([resource]) => resource !== "pods")
              .map(([resource, amount]) => [resource, quantityOf(resource, amount)]),
          ),
        },
      },
    ],
  };
}

const requirement = z.object({
  key: z.string(),
  operator: z.string(),
  values: z.array(z.string()).optional(),
});
const podJson = z.object({
  spec: z.object({
    nodeSelector: z.record(z.string(), z.string()).default({}),
    affinity: z
      .object({
        nodeAffinity: z.object({
          requiredDuringSchedulingIgnoredDuringExecution: z.object({
            nodeSelectorTerms: z.array(
              z.object({
                matchExpressions: z.array(requirement).optional(),
                matchFields: z.array(requirement).optional(),
              }),
            ),
          }),
        }),
      })
      .optional(),
    tolerations: z
      .array(
        z.object({
          key: z.string().optional(),
          operator: z.string().optional(),
          value: z.string().optional(),
          effect: z.string().optional(),
        }),
      )
      .default([]),
    containers: z.tuple([
      z.object({ resources: z.object({ requests: z.record(z.string(), z.string()) }) }),
    ]),
  }),
});

/** What such a pod asks of its node, in the project's own words. */
export function needsOf(pod: object): PodNeeds {
  const { nodeSelector, affinity, tolerations, containers } = podJson.parse(
    JSON.parse(JSON.stringify(pod)),
  ).spec;
  return {
    nodeSelector,
    tolerations,
    requests: amountsOf(containers[0].resources.requests),
    ...(affinity === undefined
      ? {}
      : {
          nodeAffinity:
            affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms,
        }),
  };
}
