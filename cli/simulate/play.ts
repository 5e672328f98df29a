import type { EnvironmentName } from "../../environments/schema";
import { measure, type Measures } from "../../testbed/model/measures";
import type { Scenario } from "../../testbed/model/scenario";
import { simulate } from "../../testbed/model/simulation";
import type { Variant } from "../../testbed/model/variants";
import type { WorkerLoop } from "./loops";

/** A worker's loop in one scenario, as it is configured or otherwise. */
export interface Played {
  readonly environment: EnvironmentName;
  readonly application: string;
  readonly worker: string;
  readonly scenario: string;
  readonly variant: string;
  readonly seeds: readonly number[];
  /** Over all seeds. */
  readonly measures: Measures;
}

/** Plays a scenario with every seed. */
export function play(
  { environment, application, worker, loop }: WorkerLoop,
  scenario: Scenario,
  variant: Variant,
  seeds: readonly number[],
): Played {
  const changed = variant.change(loop);
  const measures = measure(seeds.map((seed) => simulate(changed, scenario, seed)));
  const names = { environment, application, worker };
  return { ...names, scenario: scenario.name, variant: variant.name, seeds, measures };
}

/** Whether the worker's library has what a variant changes. */
export function hasVariant({ loop }: WorkerLoop, { library }: Variant): boolean {
  return library === undefined || library === loop.library;
}
