import { setTimeout as sleep } from "node:timers/promises";

/** How long to wait and how to say what did not happen. */
export interface Waiting {
  /** What is waited for, as the end of "waited 30 s for ...". */
  readonly what: string;
  readonly timeoutMs: number;
  /**
   * Pause between two looks, milliseconds.
   *
   * @default 200
   */
  readonly intervalMs?: number;
}

/**
 * Looks again and again until there is an answer.
 *
 * @param look gives undefined (or fails) while there is none
 * @throws Error naming what was waited for, and how the last look failed
 */
export async function waitFor<T>(
  { what, timeoutMs, intervalMs = 200 }: Waiting,
  look: () => Promise<T | undefined>,
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  let failure: string;
  do {
    failure = "";
    try {
      const found = await look();
      if (found !== undefined) return found;
    } catch (error) {
      failure = error instanceof Error ? error.message : String(error);
    }
    await sleep(intervalMs);
  } while (Date.now() < deadline);
  throw new Error(
    `waited ${timeoutMs / 1000} s for ${what}${failure === "" ? "" : `; last: ${failure}`}`,
  );
}
