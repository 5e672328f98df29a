import type { EnvironmentName, EnvironmentSpec } from "./schema";

/** Two environments, of which the first is there to show what will happen in the second. */
export interface Rehearsal {
  readonly rehearsal: EnvironmentSpec;
  readonly rehearsed: EnvironmentSpec;
}

/** What environments are compared with. */
export interface Rehearsals {
  readonly pairs: readonly Rehearsal[];
  /** Whether no other environment rehearses another. */
  readonly complete: boolean;
}

/** Nothing is compared. */
export const NO_REHEARSALS: Rehearsals = { pairs: [], complete: false };

/** Names of the environments that one rehearses. */
export function rehearsedNames<Name extends string>({
  rehearses = [],
}: {
  readonly rehearses?: Name | readonly Name[];
}): readonly Name[] {
  return typeof rehearses === "string" ? [rehearses] : rehearses;
}

/** The pairs among some environments. */
export function pairsAmong(specs: readonly EnvironmentSpec[]): readonly Rehearsal[] {
  const byName = new Map<EnvironmentName, EnvironmentSpec>(specs.map((spec) => [spec.name, spec]));
  return specs.flatMap((rehearsal) =>
    rehearsedNames(rehearsal).flatMap((name) => {
      const rehearsed = byName.get(name);
      return rehearsed === undefined ? [] : [{ rehearsal, rehearsed }];
    }),
  );
}
