import type { ApplicationSpec, EnvironmentSpec } from "../schema";
import type { Mismatch, Relation } from "./relation";

/** Path of a value of the application, from the top of the environment. */
export type At = (...path: Mismatch["path"]) => Mismatch["path"];

/** A condition that every application fulfils by itself. */
export interface ApplicationRelation {
  /**
   * Parts of the environment that it reads beside the application.
   *
   * @default none
   */
  readonly needs?: readonly (keyof EnvironmentSpec)[];
  /**
   * Parts of the application that it reads.
   *
   * @default all
   */
  readonly of?: Relation["of"];
  check(application: ApplicationSpec, at: At, spec: EnvironmentSpec): readonly Mismatch[];
}

/** The condition for each application of an environment. */
export function ofApplication({ needs = [], of, check }: ApplicationRelation): Relation {
  return {
    needs: ["applications", ...needs],
    of,
    check: (spec) =>
      spec.applications.flatMap((application, index) =>
        check(application, (...path) => ["applications", index, ...path], spec),
      ),
  };
}
