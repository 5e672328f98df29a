const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Status of a program that Ctrl-C ended. */
export const INTERRUPTED = 130;

/**
 * A request to stop: what a run started must not outlive it. From here on the process does not end
 * of a signal by itself.
 */
export function interruption(say: (line: string) => void): AbortSignal {
  const controller = new AbortController();
  for (const signal of SIGNALS) {
    process.on(signal, () => {
      if (!controller.signal.aborted) say("interrupted: stopping what was started");
      controller.abort();
    });
  }
  return controller.signal;
}

/**
 * What is under way, or undefined as soon as a request to stop arrives: polls do not see it.
 *
 * @throws what the work throws, unless it was interrupted first
 */
export function unlessInterrupted<T>(
  signal: AbortSignal,
  work: Promise<T>,
): Promise<T | undefined> {
  if (signal.aborted) return Promise.resolve(undefined);
  return new Promise((resolve, reject) => {
    signal.addEventListener("abort", () => resolve(undefined), { once: true });
    work.then(resolve, reject);
  });
}
