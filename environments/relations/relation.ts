import type { ApplicationSpec, EnvironmentSpec } from "../schema";

/** A value that does not fit another one. */
export interface Mismatch {
  /** Where: keys and indexes from the top of the environment. */
  readonly path: readonly (string | number)[];
  readonly message: string;
  readonly fix: string;
}

/** A condition between parts of an environment; runs when all parts it needs are well-formed. */
export interface Relation {
  readonly needs: readonly (keyof EnvironmentSpec)[];
  /**
   * Parts of the applications that it reads, where it needs them.
   *
   * @default all
   */
  readonly of?: readonly (keyof ApplicationSpec)[];
  check(spec: EnvironmentSpec): readonly Mismatch[];
}
