import { getHeapStatistics, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** What is left of environments may take so much before it is freed, which takes as long as half an environment: with 48 MiB, a sixth more CPU. */
const LEFT_BYTES = 80 * 1024 * 1024;

/**
 * Keeps memory from growing with the number of environments: V8 takes ever more
 * while there is some, before it looks for what is no longer needed.
 */
export class FlatMemory {
  private limit = Infinity;

  /** Called after each environment. */
  afterOne(): void {
    const { used_heap_size: used } = getHeapStatistics();
    if (this.limit === Infinity) this.limit = used + LEFT_BYTES;
    if (used > this.limit) collectGarbage();
  }
}

function collectGarbage(): void {
  // V8's code that is kept of a program has the flags that it was made with: this one is put back.
  setFlagsFromString("--expose-gc");
  const collect: unknown = runInNewContext("gc");
  setFlagsFromString("--no-expose-gc");
  if (typeof collect === "function") collect();
}
