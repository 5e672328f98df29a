import type { EnvironmentSpec } from "../../../environments/schema";
import { describe } from "../../../inventory/model";
import { countPath, type DataPath, resourcePath } from "../data-paths";
import { grain, quantityText } from "../quantity-text";
import type { PodDemand, Situation } from "../situation";
import { type Change, type Holds, least, withDemand } from "./change";

/** The highest number of pods that works out; undefined: none does, or nobody of ours decides on it. */
export function lowerCount(
  demand: PodDemand,
  situation: Situation,
  holds: Holds,
  spec: EnvironmentSpec | undefined,
): Change | undefined {
  const { count, autoscaler, origin } = demand;
  const fewest = Math.max(1, autoscaler?.min ?? 1);
  if (origin !== "workload" || demand.owner.kind === "Pod") return undefined;
  const apply = (fewer: number) => (before: Situation) =>
    withDemand(before, demand, (other) =>
      other.count === count ? { ...other, count: count - fewer } : other,
    );
  const fewer = least(1, count - fewest, (value) => holds(apply(value)(situation)));
  if (fewer === undefined) return undefined;
  return {
    kind: "count",
    text: setText(
      countPath(demand, spec) ?? countMember(demand),
      String(count - fewer),
      String(count),
    ),
    size: fewer / count,
    apply: apply(fewer),
  };
}

/** A request or limit of a pod. */
export interface ResourceOf {
  readonly of: "requests" | "limits";
  readonly resource: string;
}

/** The highest amounts of these that work out, all lowered by the same share as far as people choose them. */
export function lowerResources(
  demand: PodDemand,
  parts: readonly ResourceOf[],
  situation: Situation,
  holds: Holds,
  spec: EnvironmentSpec | undefined,
): Change | undefined {
  const now = ({ of, resource }: ResourceOf) => demand.resources[of][resource] ?? 0;
  const possible = parts.every((part) => now(part) > grain(part.resource));
  if (demand.origin !== "workload" || parts.length === 0 || !possible) return undefined;
  const lowered = (hundredths: number) =>
    parts.map((part) => {
      const step = grain(part.resource);
      const target = Math.floor((now(part) * (1 - hundredths / 100)) / step) * step;
      return { ...part, amount: Math.max(step, target) };
    });
  const apply = (hundredths: number) => (before: Situation) =>
    withDemand(before, demand, (other) => ({
      ...other,
      resources: lowered(hundredths).reduce(
        (resources, { of, resource, amount }) => ({
          ...resources,
          [of]: { ...resources[of], [resource]: amount },
        }),
        other.resources,
      ),
    }));
  // A limit below the request is refused.
  const isValid = (hundredths: number) =>
    lowered(hundredths).every(
      ({ of, resource, amount }) =>
        of === "requests" ||
        parts.some((part) => part.of === "requests" && part.resource === resource) ||
        amount >= (demand.resources.requests[resource] ?? 0),
    );
  const hundredths = least(1, 90, (value) => holds(apply(value)(situation)));
  if (hundredths === undefined || !isValid(hundredths)) return undefined;
  const texts = lowered(hundredths).map(({ amount, ...part }) =>
    setText(
      resourcePath(demand, part.of, part.resource, spec) ?? resourceMember(demand, part),
      quantityText(part.resource, amount),
      quantityText(part.resource, now(part)),
    ),
  );
  return {
    kind: "resources",
    text: texts.join(" and "),
    size: hundredths / 100,
    apply: apply(hundredths),
  };
}

/** `set <path> to <value> in <file> (now <value>)`. */
export function setText(where: DataPath | string, to: string, from: string): string {
  return typeof where === "string"
    ? `lower ${where} from ${from} to ${to}`
    : `set ${where.path} to ${to} in ${where.file} (now ${from})`;
}

/** The member of the manifest that says how many pods there are at most. */
export function countMember({ owner, autoscaler }: PodDemand): string {
  if (autoscaler !== undefined) {
    const member =
      autoscaler.kind === "HorizontalPodAutoscaler" ? "maxReplicas" : "maxReplicaCount";
    return `spec.${member} of ${describe(autoscaler)}`;
  }
  return owner.kind === "Job" || owner.kind === "CronJob"
    ? `parallelism of ${describe(owner)}`
    : `spec.replicas of ${describe(owner)}`;
}

function resourceMember({ owner, containers }: PodDemand, { of, resource }: ResourceOf): string {
  const [container, ...others] = containers.filter(({ init }) => !init);
  return container !== undefined && others.length === 0
    ? `${of}.${resource} of container ${container.name} of ${describe(owner)}`
    : `${of}.${resource} of the containers of ${describe(owner)} together`;
}
