import { setTimeout as sleep } from "node:timers/promises";

const INTERVAL_MS = 15_000;
/** Clears a terminal, and what has scrolled out of it. */
const CLEAR = "\u001b[2J\u001b[3J\u001b[H";

interface WatchProps {
  readonly print: (text: string) => void;
  /** It is printed to a terminal, which is cleared before each report. */
  readonly clears: boolean;
  /** @default until the process is interrupted */
  readonly rounds?: number;
  /** @default 15 s */
  readonly pause?: () => Promise<unknown>;
}

/**
 * Looks again and again, and prints a report when it is another than the last:
 * ages count up by themselves, and are no change. A look that fails is printed as
 * well, and does not end the watch: a cluster that comes back is what one waits for.
 */
export async function watchReports(
  look: () => Promise<string>,
  { print, clears, rounds = Infinity, pause = () => sleep(INTERVAL_MS) }: WatchProps,
): Promise<void> {
  let last: string | undefined;
  for (let round = 0; round < rounds; round += 1) {
    if (round > 0) await pause();
    const report = await look().catch(
      (error: unknown) => `${error instanceof Error ? error.message : String(error)}\n`,
    );
    const now = withoutAges(report);
    if (now === last) continue;
    last = now;
    print(`${clears ? CLEAR : ""}${new Date().toISOString()}\n${report}`);
  }
}

function withoutAges(report: string): string {
  return report.replace(/\b\d+ (min|h|d)\b/g, "$1").replace(/\(\d+ times\)/g, "");
}
