import type { WhatIfSettings } from "../../cli/report/what-if/recompute";
import type { WhatIfInput } from "../../cli/report/model/what-if";
import { Random } from "../../testbed/model/random";

/** Settings anywhere between the ends of all sliders; the same seed gives the same. */
export function randomSettings({ workers, pools }: WhatIfInput, seed: number): WhatIfSettings {
  const random = new Random(seed);
  const between = (from: number, to: number) =>
    from + Math.min(to - from, Math.floor((to - from + 1) * random.fraction()));
  return {
    workers: Object.fromEntries(workers.map(({ name, limit }) => [name, between(1, limit)])),
    pools: Object.fromEntries(pools.map(({ name, min, limit }) => [name, between(min, limit)])),
  };
}
