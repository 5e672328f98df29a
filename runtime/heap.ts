import { setFlagsFromString } from "node:v8";

/**
 * By how much the heap may grow, in percent of what is in use, before it is
 * cleared: V8 doubles it, which for a folder or a cluster is memory that nothing needs.
 */
const HEAP_GROWTH_PERCENT = 30;

/** For programs that read much and keep little of it: about half the memory, for some more work of clearing. */
export function growHeapSlowly(): void {
  setFlagsFromString(`--heap-growing-percent=${HEAP_GROWTH_PERCENT}`);
  // V8's own default again: the code that is kept at the end is refused where it was made with other flags than it is read with.
  process.prependOnceListener("exit", () => setFlagsFromString("--heap-growing-percent=0"));
}
