import { show } from "../../masking/output";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
/** Ctrl-C arrives from the terminal and once more from npm, which passes it on. */
const SAME_INTERRUPT_MS = 1_000;

/** A program at work. */
interface Interruptible {
  kill(signal: NodeJS.Signals): boolean;
}

/** Whether a program was asked to stop. */
export interface Interrupts {
  interrupted(): boolean;
  /** Signals are this process's own again. */
  stop(): void;
}

/**
 * Passes requests to stop on to Terraform as an interrupt, for which it ends
 * what it is at, writes its state and gives its lock back. This process stays
 * until then. A second Ctrl-C is passed on too: Terraform then gives up at once.
 */
export function forwardInterrupts(child: Interruptible): Interrupts {
  let last: number | undefined;
  const forward = () => {
    const now = Date.now();
    if (last !== undefined && now - last < SAME_INTERRUPT_MS) return;
    show(
      last === undefined
        ? "interrupted: waiting until what is at work has ended; once more gives it up, and may lose what it made\n"
        : "interrupted again\n",
    );
    last = now;
    child.kill("SIGINT");
  };
  for (const signal of SIGNALS) process.on(signal, forward);
  return {
    interrupted: () => last !== undefined,
    stop: () => {
      for (const signal of SIGNALS) process.off(signal, forward);
    },
  };
}
