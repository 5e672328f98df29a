import type { Loop, ScalingRules } from "./loop";

/** `--horizontal-pod-autoscaler-tolerance`. */
const DEFAULT_TOLERANCE = 0.1;

/** `math.MaxInt32` */
const MOST_REPLICAS = 2 ** 31 - 1;

/** Value of an external metric against its target per replica. */
export interface Metric {
  readonly value: number;
  readonly target: number;
}

/** The `scale` subresource of what is scaled. */
export interface Scale {
  /** `spec.replicas`. */
  readonly wanted: number;
  /** `status.replicas`: pods that are not being deleted. */
  readonly existing: number;
}

interface Recorded {
  readonly at: number;
  readonly count: number;
}

type Rules = Pick<Loop, "minReplicas" | "maxReplicas" | "scaleUp" | "scaleDown">;

/**
 * The HPA controller: external metrics of type AverageValue, with behavior.
 *
 * Source: kubernetes v1.35.4 pkg/controller/podautoscaler/horizontal.go,
 * `reconcileAutoscaler`, `stabilizeRecommendationWithBehaviors`,
 * `convertDesiredReplicasWithBehaviorRate`; replica_calculator.go,
 * `GetExternalPerPodMetricReplicas`.
 */
export class HorizontalAutoscaler {
  private recommendations: Recorded[] = [];
  private added: Recorded[] = [];
  private removed: Recorded[] = [];

  constructor(private readonly rules: Rules) {}

  /**
   * One look.
   *
   * @param metrics undefined for one that could not be read
   * @returns the number of replicas from now on
   */
  decide(now: number, scale: Scale, metrics: readonly (Metric | undefined)[]): number {
    const decided = this.bounded(now, scale, metrics);
    if (decided > scale.wanted) {
      this.added = [...this.added, { at: now, count: decided - scale.wanted }];
    }
    if (decided < scale.wanted) {
      this.removed = [...this.removed, { at: now, count: scale.wanted - decided }];
    }
    return decided;
  }

  private bounded(now: number, scale: Scale, metrics: readonly (Metric | undefined)[]): number {
    const { minReplicas, maxReplicas } = this.rules;
    const { wanted } = scale;
    if (this.recommendations.length === 0) this.recommendations.push({ at: now, count: wanted });
    if (wanted === 0 && minReplicas > 0) return 0;
    if (wanted > maxReplicas) return maxReplicas;
    if (wanted < minReplicas) return minReplicas;
    const proposed = this.proposal(scale, metrics);
    return proposed === undefined
      ? wanted
      : this.limited(now, wanted, this.stabilized(now, wanted, proposed));
  }

  /** The largest answer; none when no metric could be read, or one could not and the others want fewer. */
  private proposal(
    { wanted, existing }: Scale,
    metrics: readonly (Metric | undefined)[],
  ): number | undefined {
    const proposals = metrics.flatMap((metric) =>
      metric === undefined ? [] : [this.replicasFor(metric, existing)],
    );
    const largest = Math.max(0, ...proposals);
    const incomplete = proposals.length < metrics.length;
    return incomplete && largest < wanted ? undefined : largest;
  }

  private replicasFor({ value, target }: Metric, existing: number): number {
    // "The only way we would ever get here is because of an Int64 overflow."
    if (value < 0) return MOST_REPLICAS;
    const ratio = value / (target * existing);
    const { scaleUp, scaleDown } = this.rules;
    const near =
      1 - (scaleDown.tolerance ?? DEFAULT_TOLERANCE) <= ratio &&
      ratio <= 1 + (scaleUp.tolerance ?? DEFAULT_TOLERANCE);
    return near ? existing : Math.ceil(value / target);
  }

  /** Up: the least that was wanted in the window; down: the most. */
  private stabilized(now: number, wanted: number, proposed: number): number {
    const { scaleUp, scaleDown } = this.rules;
    const up = now - scaleUp.stabilizationWindowSeconds;
    const down = now - scaleDown.stabilizationWindowSeconds;
    const counts = (cutoff: number) =>
      this.recommendations.filter(({ at }) => at > cutoff).map(({ count }) => count);
    const least = Math.min(proposed, ...counts(up));
    const most = Math.max(proposed, ...counts(down));
    this.recommendations = this.recommendations.filter(({ at }) => at >= Math.min(up, down));
    this.recommendations.push({ at: now, count: proposed });
    return Math.min(Math.max(wanted, least), most);
  }

  private limited(now: number, wanted: number, desired: number): number {
    const { minReplicas, maxReplicas, scaleUp, scaleDown } = this.rules;
    if (desired > wanted) {
      const limit = Math.max(wanted, this.limit(now, wanted, scaleUp, 1));
      return Math.min(desired, maxReplicas, limit);
    }
    if (desired < wanted) {
      const limit = Math.min(wanted, this.limit(now, wanted, scaleDown, -1));
      return Math.max(desired, minReplicas, limit);
    }
    return desired;
  }

  /** The farthest that the policies allow from where each period began. */
  private limit(now: number, wanted: number, rules: ScalingRules, direction: 1 | -1): number {
    if (rules.selectPolicy === "Disabled") return wanted;
    const limits = rules.policies.map(({ type, value, periodSeconds }) => {
      const since = (changes: readonly Recorded[]) =>
        changes
          .filter(({ at }) => at > now - periodSeconds)
          .reduce((sum, { count }) => sum + count, 0);
      const start = wanted - since(this.added) + since(this.removed);
      if (type === "Pods") return start + direction * value;
      const scaled = start * (1 + (direction * value) / 100);
      return direction === 1 ? Math.ceil(scaled) : Math.trunc(scaled);
    });
    const farthest = rules.selectPolicy === "Max" ? direction === 1 : direction === -1;
    return farthest ? Math.max(...limits) : Math.min(...limits);
  }
}
