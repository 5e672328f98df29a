import { compile } from "./formula";
import type { Metric } from "./horizontal-autoscaler";
import type { Loop } from "./loop";

/** What KEDA's operator finds when it looks at Redis. */
export type Reading =
  | { readonly kind: "lengths"; lengthOf(key: string): number }
  /** No connection. */
  | { readonly kind: "unreachable" }
  /** It answers a PING, but not the question. */
  | { readonly kind: "error" };

/**
 * KEDA's operator for one ScaledObject, on the way between 1 and N: the HPA asks,
 * and each time Redis is read afresh. The polling interval only decides about 0
 * and 1, and counts failures.
 *
 * A failure throws the scaler away. While Redis does not even answer a PING no
 * new one can be made, and that is an error which nobody counts: the fallback
 * does not come, and the HPA leaves everything as it is.
 *
 * Source: KEDA 2.20 pkg/scaling/scale_handler.go (`GetScaledObjectMetrics`,
 * `getScaledObjectState`, `performGetScalersCache`), pkg/fallback/fallback.go,
 * pkg/scaling/modifiers/formula.go, pkg/scalers/redis_scaler.go (PING in the
 * constructor).
 */
export class Keda {
  private failures = 0;
  private scalerBuilt = true;
  private running = true;
  private readonly formula: (values: Readonly<Record<string, number>>) => number;

  constructor(
    private readonly loop: Pick<Loop, "triggers" | "composite" | "fallback">,
    private readonly look: () => Reading,
  ) {
    this.formula = compile(loop.composite?.formula ?? "0");
  }

  /** The operator's pod ends; the external metrics API has no answer. Counted failures are in the ScaledObject's status. */
  stop(): void {
    this.running = false;
    this.scalerBuilt = false;
  }

  start(): void {
    this.running = true;
  }

  /** KEDA's own look, every polling interval. */
  poll(): void {
    if (this.running) this.count(this.look());
  }

  /**
   * Answer to the HPA, one entry for each metric; undefined for an error.
   *
   * @param replicas `spec.replicas` of the target
   */
  metrics(replicas: number): readonly (Metric | undefined)[] {
    const { triggers, composite } = this.loop;
    const targets = composite === undefined ? triggers.map(listLength) : [composite.target];
    if (!this.running) return targets.map(() => undefined);
    const lengths = this.read();
    if (lengths === undefined) {
      const fallback = this.fallbackReplicas(replicas);
      return targets.map((target) =>
        fallback === undefined ? undefined : { value: target * fallback, target },
      );
    }
    if (composite === undefined) {
      return triggers.map(({ name, listLength }) => ({
        value: lengths[name] ?? 0,
        target: listLength,
      }));
    }
    // Milli-units, rounded down.
    const value = Math.floor(this.formula(lengths) * 1000) / 1000;
    return [{ value, target: composite.target }];
  }

  private read(): Readonly<Record<string, number>> | undefined {
    const reading = this.look();
    this.count(reading);
    if (reading.kind !== "lengths") return undefined;
    return Object.fromEntries(
      this.loop.triggers.map(({ name, key }) => [name, reading.lengthOf(key)]),
    );
  }

  private count({ kind }: Reading): void {
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
