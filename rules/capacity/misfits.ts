import { jointMisfits } from "./joint-misfits";
import { loneMisfits } from "./lone-misfits";
import { type Misfit, withoutMisfits } from "./misfit";
import type { Situation } from "./situation";

/** All misfits; each is about pods of its own, and looked for as if the ones before it were not there. */
export function misfitsOf(situation: Situation): readonly Misfit[] {
  const lone = loneMisfits(situation);
  return [...lone, ...jointMisfits(withoutMisfits(situation, lone))];
}
