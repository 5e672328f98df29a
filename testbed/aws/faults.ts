import type { AwsError } from "./exchange";

interface Refusal {
  readonly action: string;
  /** Text that the request's body has. */
  readonly containing: string;
  readonly error: AwsError;
}

/** What goes wrong by intention. */
export class Faults {
  private refusals: Refusal[] = [];
  private readonly holds = new Map<string, number>();

  /** Refuses an action, until `clear`. */
  refuse(action: string, error: AwsError, containing = ""): void {
    this.refusals.push({ action, error, containing });
  }

  /** Answers an action so many milliseconds later. */
  hold(action: string, milliseconds: number): void {
    this.holds.set(action, milliseconds);
  }

  clear(): void {
    this.refusals = [];
    this.holds.clear();
  }

  holdOf(action: string): number {
    return this.holds.get(action) ?? 0;
  }

  /** @throws AwsError where the action is refused */
  refuseIfAsked(action: string, body: string): void {
    const refusal = this.refusals.find(
      (each) => each.action === action && body.includes(each.containing),
    );
    if (refusal !== undefined) throw refusal.error;
  }
}
