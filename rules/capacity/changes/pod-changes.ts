import type { EnvironmentSpec } from "../../../environments/schema";
import { describe } from "../../../inventory/model";
import { countPath, type DataPath, resourcePath } from "../data-paths";
import { grain, quantityText } from "../quantity-text";
import type { PodDemand, Situation } from "../situation";
import { type CapacityChange, type Holds, least, withDemand } from "./change";

/** The highest number of pods that works out; undefined: none does, or the data does not decide it. */
export function lowerCount(
  demand: PodDemand,
  situation: Situation,
  holds: Holds,
  spec: EnvironmentSpec | undefined,
): CapacityChange | undefined {
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
      "",
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

/** The highest amounts of these that work out; of several, all lowered by the same share. */
export function lowerResources(
  demand: PodDemand,
  parts: readonly ResourceOf[],
  situation: Situation,
  holds: Holds,
  spec: EnvironmentSpec | undefined,
): CapacityChange | undefined {
  const amounts = parts.map((part) => ({
    ...part,
    now: demand.resources[part.of][part.resource] ?? 0,
    grain: grain(part.resource),
  }));
  const [first, ...others] = amounts;
  const possible = amounts.every(({ now, grain: least }) => now > least);
  if (demand.origin !== "workload" || first === undefined || !possible) return undefined;
  // One resource goes down step by step, several by hundredths.
  const levels = others.length === 0 ? Math.ceil(first.now / first.grain) - 1 : 90;
  const lowered = (level: number) =>
    amounts.map(({ now, grain: step, ...part }) => {
      const exact = others.length === 0 ? now - (level - 1) * step - 1 : now * (1 - level / 100);
      return { ...part, now, amount: Math.max(step, Math.floor(exact / step) * step) };
    });
  const apply = (level: number) => (before: Situation) =>
    withDemand(before, demand, (other) => ({
      ...other,
      resources: lowered(level).reduce(
        (resources, { of, resource, amount }) => ({
          ...resources,
          [of]: { ...resources[of], [resource]: amount },
        }),
        other.resources,
      ),
    }));
  const level = least(1, levels, (value) => holds(apply(value)(situation)));
  if (level === undefined || lowered(level).some((part) => isBelowRequest(part, amounts, demand)))
    return undefined;
  const texts = lowered(level).map(({ amount, now, of, resource }) =>
    setText(
      resourcePath(demand, of, resource, spec) ?? resourceMember(demand, { of, resource }),
      quantityText(resource, amount),
      quantityText(resource, now),
      '"',
    ),
  );
  return {
    kind: "resources",
    text: texts.join(" and "),
    size: Math.max(...lowered(level).map(({ amount, now }) => 1 - amount / now)),
    apply: apply(level),
  };
}

/** A limit below the request is refused; that of a request which goes down as well stays above it. */
function isBelowRequest(
  { of, resource, amount }: ResourceOf & { readonly amount: number },
  parts: readonly ResourceOf[],
  { resources }: PodDemand,
): boolean {
  const both = parts.some((part) => part.of === "requests" && part.resource === resource);
  return of === "limits" && !both && amount < (resources.requests[resource] ?? 0);
}

/**
 * `set <path> to <value> in <file> (now <value>)`.
 *
 * @param quote around a value of the data that is text
 */
function setText(where: DataPath | string, to: string, from: string, quote: '"' | ""): string {
  return typeof where === "string"
    ? `lower ${where} from ${from} to ${to}`
    : `set ${where.path} to ${quote}${to}${quote} in ${where.file} (now ${from})`;
}

/** The member of the manifest that says how many pods there are at most. */
function countMember({ owner, autoscaler }: PodDemand): string {
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
