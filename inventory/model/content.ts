import type { Declared } from "./object";

/**
 * Scalars without quotes that say their value in a way of their own, by their
 * path: `spec.args[0]` is `0777` for 511. Keys, which become texts, as well, in `keys`.
 */
export interface Written {
  readonly values: ReadonlyMap<string, string>;
  readonly keys: ReadonlyMap<string, string>;
}

/** All that a source says in one place, whatever it is about: for rules that look at every text. */
export interface Content extends Declared {
  /** As written, without the values of Secrets and without what controllers note down. */
  readonly value: unknown;
  /** @default nothing that the value does not tell */
  readonly written?: Written;
}
