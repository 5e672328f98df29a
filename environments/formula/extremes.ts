import { compileFormula, type TriggerValues } from "./index";

/** What a formula gives for some values of its triggers that can be. */
export interface FormulaExample {
  readonly values: TriggerValues;
  readonly result: number;
}

/** What a formula does somewhere in the range of its triggers. */
export interface FormulaExtremes {
  /** The smallest result below zero. */
  readonly negative: FormulaExample | undefined;
  /** Something is counted, and the result is no number: a division by zero. */
  readonly undefinedAt: FormulaExample | undefined;
  /** Whatever is counted, the result is 0 or less. */
  readonly neverPositive: boolean;
}

/** Counts that a queue passes through: nothing, the first ones, a load, more than any target. */
const COUNTS = [0, 1, 2, 3, 6, 20, 1000] as const;

/** More triggers than this have fewer counts tried each. */
const MOST_TRIED = 4096;

/**
 * Evaluates a formula over counts of its triggers, each independent of the others.
 *
 * @param names all its triggers
 * @returns undefined for a formula that cannot be evaluated here
 */
export function extremesOf(formula: string, names: readonly string[]): FormulaExtremes | undefined {
  const key = JSON.stringify([formula, names]);
  const before = known.get(key);
  if (before !== undefined) return before.extremes;
  const extremes = tried(formula, names);
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(key, { extremes });
  return extremes;
}

/** By formula and names: scalers and environments have few of them, and each takes thousands of tries. */
const known = new Map<string, { readonly extremes: FormulaExtremes | undefined }>();
const MOST_KNOWN = 100;

function tried(formula: string, names: readonly string[]): FormulaExtremes | undefined {
  let negative: FormulaExample | undefined;
  let undefinedAt: FormulaExample | undefined;
  let neverPositive = names.length > 0;
  try {
    const evaluate = compileFormula(formula);
    for (const values of combinations(names)) {
      const result = evaluate(values);
      const example = { values, result };
      const something = Object.values(values).some((value) => value > 0);
      if (!Number.isFinite(result)) {
        if (something) undefinedAt ??= example;
      } else if (result < 0 && result < (negative?.result ?? 0)) {
        // The first is the smallest that shows it.
        negative ??= example;
      }
      if (!(result <= 0)) neverPositive = false;
    }
  } catch {
    // Functions, lists and texts of the language that are not read here.
    return undefined;
  }
  return { negative, undefinedAt, neverPositive };
}

/** Every combination of counts, the small ones first; of so many names that there would be too many, of fewer counts. */
function combinations(names: readonly string[]): readonly TriggerValues[] {
  const each = Math.max(
    2,
    Math.min(COUNTS.length, Math.floor(MOST_TRIED ** (1 / Math.max(1, names.length)))),
  );
  const counts = COUNTS.filter((_, index) => index < each - 1).concat([1000]);
  const tried = names.slice(0, 12);
  return tried.reduce<readonly TriggerValues[]>(
    (found, name) =>
      found.flatMap((values) => counts.map((count) => ({ ...values, [name]: count }))),
    [Object.fromEntries(names.map((name) => [name, 0]))],
  );
}
