import type { ChildProcess } from "node:child_process";

/** A program at work, in a process group of its own. */
export interface Child {
  readonly process: ChildProcess;
  readonly graceSeconds: number;
}

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
/** Ctrl-C arrives from the terminal and once more from npm, which passes it on. */
const SAME_INTERRUPT_MS = 1_000;

const children = new Set<Child>();
let interrupt:
  { readonly signal: NodeJS.Signals; readonly at: number; readonly handled: boolean } | undefined;

/**
 * Registers a child: a request to stop that this process gets goes on to it and to
 * all that it started, as a terminal does within one process group. Where no other
 * part of this process handles the signal, the process ends of it once its children
 * have ended.
 *
 * @returns unregisters it; to be called when it has ended
 */
export function register(child: Child): () => void {
  if (children.size === 0) {
    // First of all, while a handler that is called once is still there to be seen.
    for (const signal of SIGNALS) process.prependListener(signal, passOn);
    process.on("exit", endAll);
  }
  children.add(child);
  return () => {
    children.delete(child);
    if (children.size > 0) return;
    for (const signal of SIGNALS) process.off(signal, passOn);
    process.off("exit", endAll);
    const last = interrupt;
    interrupt = undefined;
    if (last?.handled === false) process.kill(process.pid, last.signal);
  };
}

/** Ends a child and what it started: the signal first, SIGKILL after the grace. */
export function end({ process: child, graceSeconds }: Child, signal: NodeJS.Signals): void {
  signalGroup(child, signal);
  if (graceSeconds === Infinity) return;
  const timer = setTimeout(() => signalGroup(child, "SIGKILL"), graceSeconds * 1000);
  // Of what it started, nothing outlives it.
  child.once("exit", () => {
    clearTimeout(timer);
    signalGroup(child, "SIGKILL");
  });
}

function passOn(signal: NodeJS.Signals): void {
  const again = interrupt !== undefined;
  if (again && Date.now() - (interrupt?.at ?? 0) < SAME_INTERRUPT_MS) return;
  const handled = interrupt?.handled === true || process.listenerCount(signal) > 1;
  interrupt = { signal, at: Date.now(), handled };
  for (const child of children) {
    if (again && child.graceSeconds !== Infinity) signalGroup(child.process, "SIGKILL");
    else end(child, signal);
  }
}

/** process.exit() leaves no time to wait. */
function endAll(): void {
  for (const { process: child, graceSeconds } of children) {
    signalGroup(child, graceSeconds === Infinity ? "SIGTERM" : "SIGKILL");
  }
}

function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // The group is gone.
  }
}
