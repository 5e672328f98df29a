import type { WhatIfSettings } from "../../cli/report/what-if/recompute";
import type { WhatIfInput } from "../../cli/report/model/what-if";
import { Random } from "../../testbed/model/random";

/** How often a slider is at its begin: without any worker of a kind, or any node of a pool. */
const AT_BEGIN = 0.15;

/** Settings anywhere between the ends of all sliders, both ends included; the same seed gives the same. */
export function randomSettings({ workers, pools }: WhatIfInput, seed: number): WhatIfSettings {
  const random = new Random(seed);
  const between = (from: number, to: number) =>
    random.chance(AT_BEGIN) ? from : random.between(from, to);
  return {
    workers: Object.fromEntries(workers.map(({ name, limit }) => [name, between(0, limit)])),
    pools: Object.fromEntries(pools.map(({ name, min, limit }) => [name, between(min, limit)])),
  };
}
