import { setFlagsFromString } from "node:v8";

/**
 * By how much the heap may grow, in percent of what is in use, before it is
 * cleared: V8 doubles it, which for a folder or a cluster is memory that nothing needs.
 */
const HEAP_GROWTH_PERCENT = 30;

/** For programs that read much and keep little of it: about half the memory, for some more work of clearing. */
export function growHeapSlowly(): void {
  setFlagsFromString(`--heap-growing-percent=${HEAP_GROWTH_PERCENT}`);
}
