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
  private watched: { readonly action: string; left: number; then(): void } | undefined;

  /** Refuses an action, until `clear`. */
  refuse(action: string, error: AwsError, containing = ""): void {
    this.refusals.push({ action, error, containing });
  }

  /** Answers an action so many milliseconds later. */
  hold(action: string, milliseconds: number): void {
    this.holds.set(action, milliseconds);
  }

  /** Does something when the so-and-so-manieth request of an action comes, before it is answered. */
  when(action: string, count: number, then: () => void): void {
    this.watched = { action, left: count, then };
  }

  clear(): void {
    this.watched = undefined;
    this.refusals = [];
    this.holds.clear();
  }

  holdOf(action: string): number {
    return this.holds.get(action) ?? 0;
  }

  /**
   * To be called with every request.
   *
   * @throws AwsError where the action is refused
   */
  meet(action: string, body: string): void {
    if (this.watched?.action === action) {
      this.watched.left -= 1;
      if (this.watched.left === 0) this.watched.then();
    }
    const refusal = this.refusals.find(
      (each) => each.action === action && body.includes(each.containing),
    );
    if (refusal !== undefined) throw refusal.error;
  }
}
