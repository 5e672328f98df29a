import type { ResourceAmounts } from "../../environments/nodes/node-resources";
import type { Container, LimitRange, Quantities } from "../../inventory/model";
import { amountOf } from "../../environments/quantity";

/** What of a container decides on its resources. */
export type ContainerResources = Pick<
  Container,
  "name" | "init" | "sidecar" | "requests" | "limits"
>;

/** A container with the resources that it gets. */
export interface EffectiveContainer extends ContainerResources {
  readonly effective: PodResources;
}

/** Resources of a container, or of a pod. */
export interface PodResources {
  readonly requests: ResourceAmounts;
  /** Of those of its containers that have one. */
  readonly limits: ResourceAmounts;
}

/** Requests and limits of containers that name none, by the LimitRanges of their namespace. */
export interface ContainerDefaults {
  readonly requests: Quantities;
  readonly limits: Quantities;
}

/**
 * A LimitRange that says less means: the default is the maximum, and the default
 * request the default, or the minimum.
 *
 * Source: https://kubernetes.io/docs/concepts/policy/limit-range/, and
 * https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/apis/core/v1/defaults.go (SetDefaults_LimitRangeItem)
 */
export function containerDefaults(ranges: readonly LimitRange[]): ContainerDefaults {
  const items = ranges
    .flatMap(({ limits }) => limits)
    .filter(({ type }) => type === "Container")
    .map((item) => {
      const limits = { ...item.max, ...item.default };
      return { limits, requests: { ...item.min, ...limits, ...item.defaultRequest } };
    });
  // Each fills in what the ones before it left open.
  return items.reduce<ContainerDefaults>(
    (before, { requests, limits }) => ({
      requests: { ...requests, ...before.requests },
      limits: { ...limits, ...before.limits },
    }),
    { requests: {}, limits: {} },
  );
}

/**
 * A container's resources as the API server stores them: a limit alone is the
 * request as well, and only then the LimitRange fills in what is missing.
 */
export function withDefaults(
  container: ContainerResources,
  defaults: ContainerDefaults,
): EffectiveContainer {
  const { requests, limits } = container;
  return {
    ...container,
    effective: {
      requests: amounts({ ...defaults.requests, ...limits, ...requests }),
      limits: amounts({ ...defaults.limits, ...limits }),
    },
  };
}

/** What is no quantity, as a value that only the apply knows, counts as nothing. */
function amounts(quantities: Quantities): ResourceAmounts {
  return Object.fromEntries(
    Object.entries(quantities).map(([resource, text]) => [resource, amountOf(resource, text) || 0]),
  );
}

/**
 * What the scheduler counts: the containers and sidecars together, or an init
 * container with the sidecars before it, if that is more.
 *
 * Source: https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/#resource-sharing-within-containers
 */
export function podResources(containers: readonly EffectiveContainer[]): PodResources {
  return {
    requests: together(containers, "requests"),
    limits: together(containers, "limits"),
  };
}

function together(
  containers: readonly EffectiveContainer[],
  of: keyof PodResources,
): ResourceAmounts {
  const resources = new Set(containers.flatMap(({ effective }) => Object.keys(effective[of])));
  return Object.fromEntries(
    [...resources].map((resource) => {
      let sidecars = 0;
      let highestInit = 0;
      let main = 0;
      for (const { init, sidecar, effective } of containers) {
        const amount = effective[of][resource] ?? 0;
        if (sidecar) sidecars += amount;
        if (init) highestInit = Math.max(highestInit, sidecars + (sidecar ? 0 : amount));
        else main += amount;
      }
      return [resource, Math.max(main + sidecars, highestInit)];
    }),
  );
}
