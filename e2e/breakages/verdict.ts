import type { Explained } from "../../cli/doctor/causes/order";
import type { BreakageCase } from "./case";
import type { Ran } from "./run-printed";

/** What the doctor said of a breakage. */
export interface Verdict {
  readonly name: string;
  readonly area: string;
  readonly seconds: number;
  /** The first cause is the one that was injected. */
  readonly first: boolean;
  /** It is there, though not as the first. */
  readonly present: boolean;
  /** Nothing was said at all. */
  readonly silent: boolean;
  /** Causes beside it: what was said of things that were not broken. */
  readonly beside: readonly string[];
  /** The first line. */
  readonly said: string;
  /** What the finding says is to be run. */
  readonly command: string | undefined;
  /** What became of it. */
  readonly ran?: Ran;
}

/** Findings beside those of a cluster in which nothing was broken. */
export function newFindings(
  found: readonly Explained[],
  baseline: ReadonlySet<string>,
): readonly Explained[] {
  return found.filter(({ id, object }) => !baseline.has(`${id} ${object}`));
}

/** Whether a finding is the one that a breakage is to have. */
export function isOf(
  { first, object, cause, warning = false }: BreakageCase,
  found: Explained,
): boolean {
  return (
    [first].flat().includes(found.id) &&
    found.object.startsWith(object) &&
    (cause === undefined || cause.test(found.cause)) &&
    (warning || found.severity === "error")
  );
}

/** Judges a report that has been put in the order of causes. */
export function judge(
  breakage: BreakageCase,
  found: readonly Explained[],
  baseline: ReadonlySet<string>,
  milliseconds: number,
): Verdict {
  const fresh = newFindings(found, baseline);
  const roots = fresh.filter(
    ({ explainedBy }) => explainedBy === undefined || baseline.has(explainedBy),
  );
  const [first] = roots;
  const mine = fresh.find((each) => isOf(breakage, each));
  const others = roots.filter(
    (each) =>
      each !== mine &&
      each.severity === "error" &&
      mine?.explainedBy !== `${each.id} ${each.object}`,
  );
  return {
    name: breakage.name,
    area: breakage.area,
    seconds: Math.round(milliseconds / 100) / 10,
    first: first !== undefined && isOf(breakage, first),
    present: mine !== undefined,
    silent: fresh.length === 0,
    beside: others.map(({ id, object }) => `${id} ${object}`),
    command: mine?.command,
    said:
      first === undefined ? "nothing" : `${first.id} ${first.object}: ${first.cause}`.slice(0, 160),
  };
}

/** Of a breakage that could not be made or healed: that is a fault of the test, and counts as one. */
export function notTried({ name, area }: BreakageCase, error: unknown): Verdict {
  return {
    ...{ name, area, seconds: 0, first: false, present: false, silent: false, beside: [] },
    command: undefined,
    said: `NOT TRIED: ${error instanceof Error ? error.message : String(error)}`.slice(0, 300),
  };
}
