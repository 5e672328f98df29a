import { compileFormula } from "../../environments/formula";
import type { Metric } from "./horizontal-autoscaler";
import type { JobPlace } from "./library";
import type { Loop } from "./loop";

/** What KEDA's operator finds when it looks at Redis. */
export type ScalerReading =
  | { readonly kind: "lengths"; count(place: JobPlace): number }
  /** No connection. */
  | { readonly kind: "unreachable" }
  /** It answers a PING, but not the question. */
  | { readonly kind: "error" };

/**
 * KEDA's operator for one ScaledObject. On the way between 1 and N the HPA asks,
 * and each time Redis is read afresh. KEDA's own look, every polling interval,
 * decides only about 0 and 1, and counts failures.
 *
 * A failure throws the scaler away. While Redis does not even answer a PING no
 * new one can be made, and that error is not counted: the fallback
 * does not come, and the HPA leaves everything as it is.
 *
 * Source: KEDA 2.20 pkg/scaling/scale_handler.go (`GetScaledObjectMetrics`,
 * `getScaledObjectState`, `performGetScalersCache`), pkg/fallback/fallback.go,
 * pkg/scaling/modifiers/formula.go, pkg/scaling/executor/scale_scaledobjects.go,
 * pkg/scalers/redis_scaler.go (PING in the constructor).
 */
export class Keda {
  private failures = 0;
  private scalerBuilt = true;
  private running = true;
  private lastActive = 0;
  private readonly formula: (values: Readonly<Record<string, number>>) => number;

  constructor(
    private readonly loop: Pick<
      Loop,
      "triggers" | "composite" | "fallback" | "minReplicas" | "cooldownSeconds"
    >,
    private readonly look: () => ScalerReading,
  ) {
    this.formula = compileFormula(loop.composite?.formula ?? "0");
  }

  /** The operator's pod ends; the external metrics API has no answer. Counted failures are in the ScaledObject's status. */
  stop(): void {
    this.running = false;
    this.scalerBuilt = false;
  }

  start(): void {
    this.running = true;
  }

  /**
   * KEDA's own look.
   *
   * @param replicas `spec.replicas` of the target
   * @returns replicas from now on
   */
  poll(now: number, replicas: number): number {
    if (!this.running) return replicas;
    const lengths = this.read();
    if (this.loop.minReplicas > 0 || lengths === undefined) return replicas;
    if (this.values(lengths).some(({ value }) => value > 0)) {
      this.lastActive = now;
      return Math.max(replicas, 1);
    }
    return now - this.lastActive > this.loop.cooldownSeconds ? 0 : replicas;
  }

  /**
   * Answer to the HPA, one entry for each metric; undefined for an error.
   *
   * @param replicas `spec.replicas` of the target
   */
  metrics(replicas: number): readonly (Metric | undefined)[] {
    const lengths = this.running ? this.read() : undefined;
    if (lengths !== undefined) return this.values(lengths);
    const fallback = this.running ? this.fallbackReplicas(replicas) : undefined;
    const { triggers, composite } = this.loop;
    const targets = composite === undefined ? triggers.map(listLength) : [composite.target];
    return targets.map((target) =>
      fallback === undefined ? undefined : { value: target * fallback, target },
    );
  }

  private values(lengths: Readonly<Record<string, number>>): readonly Metric[] {
    const { triggers, composite } = this.loop;
    if (composite === undefined) {
      return triggers.map(({ name, listLength }) => ({
        value: lengths[name] ?? 0,
        target: listLength,
      }));
    }
    const result = this.formula(lengths);
    // Milli-units, rounded down; what a division by zero gives arrives at the HPA as 0.
    const value = Number.isFinite(result) ? Math.floor(result * 1000) / 1000 : 0;
    return [{ value, target: composite.target }];
  }

  private read(): Readonly<Record<string, number>> | undefined {
    const reading = this.look();
    this.count(reading);
    if (reading.kind !== "lengths") return undefined;
    return Object.fromEntries(
      this.loop.triggers.map(({ name, counts }) => [name, reading.count(counts)]),
    );
  }

  private count({ kind }: ScalerReading): void {
    switch (kind) {
      case "lengths":
        this.failures = 0;
        this.scalerBuilt = true;
        return;
      case "unreachable":
        if (this.scalerBuilt) this.failures += 1;
        this.scalerBuilt = false;
        return;
      case "error":
        this.failures += 1;
        return;
      default:
        return kind satisfies never;
    }
  }

  private fallbackReplicas(current: number): number | undefined {
    const { fallback } = this.loop;
    if (fallback === undefined || !this.scalerBuilt || this.failures <= fallback.failureThreshold) {
      return undefined;
    }
    switch (fallback.behavior) {
      case "static":
        return fallback.replicas;
      case "currentReplicas":
        return current;
      case "currentReplicasIfHigher":
        return Math.max(current, fallback.replicas);
      default:
        return fallback.behavior satisfies never;
    }
  }
}

function listLength(trigger: Loop["triggers"][number]): number {
  return trigger.listLength;
}
