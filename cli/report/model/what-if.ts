import type { Situation } from "../../../rules/capacity/situation";
import type { Loop } from "../../../testbed/model/loop";

/** What a page needs to recompute an environment's placement and waiting time. */
export interface WhatIfInput {
  /** All pods and nodes at maximum scale. */
  readonly situation: Situation;
  readonly workers: readonly WhatIfWorker[];
  readonly pools: readonly WhatIfPool[];
}

/** A workload whose maximum can be changed. */
export interface WhatIfWorker {
  /** Name of its demand in the situation. */
  readonly name: string;
  readonly min: number;
  /** As declared. */
  readonly max: number;
  /** End of the slider. */
  readonly limit: number;
  /** Its scaling loop; undefined: the model does not play it. */
  readonly loop: Loop | undefined;
}

/** A pool whose maximum can be changed. */
export interface WhatIfPool {
  readonly name: string;
  /** Begin of the slider: none of them; machines are there in any case. */
  readonly min: number;
  /** As declared. */
  readonly max: number;
  /** End of the slider. */
  readonly limit: number;
}
