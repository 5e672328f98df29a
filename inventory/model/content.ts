import type { Declared } from "./object";

/** All that a source says in one place, whatever it is about: for rules that look at every text. */
export interface Content extends Declared {
  /** As written, without the values of Secrets and without what controllers note down. */
  readonly value: unknown;
}
