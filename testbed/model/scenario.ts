import type { JobPlan } from "./job";
import type { Loop, Surroundings } from "./loop";
import type { Random } from "./random";

/** Something that goes wrong, or is done, while jobs run. Times in seconds from the start. */
export type Incident =
  /** One busy worker's container ends. */
  | { readonly kind: "worker-crash"; readonly at: number }
  | {
      readonly kind: "redis-outage";
      readonly at: number;
      readonly seconds: number;
      /** Whether its keys are there again afterwards. */
      readonly keepsData: boolean;
    }
  /** KEDA's operator, and with it the external metrics API. */
  | { readonly kind: "keda-outage"; readonly at: number; readonly seconds: number }
  | { readonly kind: "rollout"; readonly at: number };

/** A load and what happens meanwhile, for one worker's loop. */
export interface Scenario {
  readonly name: string;
  /** One sentence for people. */
  readonly title: string;
  /** Seconds that are simulated. */
  readonly seconds: number;
  /** @default none */
  readonly incidents?: readonly Incident[];
  /** What is different around the loop. */
  readonly surroundings?: Partial<Surroundings>;
  jobs(random: Random, loop: Loop): readonly JobPlan[];
}
