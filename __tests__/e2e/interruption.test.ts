import { interruption, unlessInterrupted } from "../../e2e/interruption";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
const before = SIGNALS.map((signal) => process.listeners(signal));
afterEach(() => {
  for (const [index, signal] of SIGNALS.entries()) {
    const own = new Set(before[index]);
    for (const listener of process.listeners(signal)) {
      if (!own.has(listener)) process.off(signal, listener);
    }
  }
});

test.each(SIGNALS)("%s ends the wait for work that goes on, and is said once", async (name) => {
  const said: string[] = [];
  const signal = interruption((line) => said.push(line));
  const waiting = unlessInterrupted(signal, new Promise<string>(() => undefined));
  process.emit(name);
  process.emit(name);
  expect(await waiting).toBeUndefined();
  expect(signal.aborted).toBe(true);
  expect(said).toEqual(["interrupted: stopping what was started"]);
});

test("work that ends by itself has its result, or its error", async () => {
  const { signal } = new AbortController();
  expect(await unlessInterrupted(signal, Promise.resolve("done"))).toBe("done");
  await expect(unlessInterrupted(signal, Promise.reject(new Error("failed")))).rejects.toThrow(
    "failed",
  );
});

test("no work is waited for after a request to stop", async () => {
  const controller = new AbortController();
  controller.abort();
  expect(await unlessInterrupted(controller.signal, Promise.resolve("done"))).toBeUndefined();
});
