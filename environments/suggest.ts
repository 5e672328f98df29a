/**
 * Names to choose from as a fix, each once: `use one of a, b`, or `use a`.
 *
 * @param none what to do where there is no name
 */
export function oneOf(names: readonly string[], none = "there is none to choose from"): string {
  const [first, ...others] = [...new Set(names)];
  if (first === undefined) return none;
  return others.length === 0 ? `use ${first}` : `use one of ${[first, ...others].join(", ")}`;
}

/** A word of which no letter is left is another word. */
function mostEdits({ length }: string): number {
  return Math.min(length - 1, Math.max(2, length / 3));
}

/** The candidate that a misspelt word most likely means; undefined when none is near. */
export function closest(word: string, candidates: readonly string[]): string | undefined {
  const ranked = candidates
    .map((candidate) => ({ candidate, distance: editDistance(word, candidate) }))
    .sort((left, right) => left.distance - right.distance);
  const best = ranked[0];
  return best !== undefined && best.distance <= mostEdits(word) ? best.candidate : undefined;
}

/**
 * The candidate that a shortened word stands for, `prod` or `prd` for
 * `production`, whether or not there is a `production-us`; undefined when none,
 * or several.
 */
export function abbreviated(word: string, candidates: readonly string[]): string | undefined {
  const found = candidates.filter((candidate) => shortens(word, candidate));
  return found.find((short) => found.every((other) => `${other}-`.startsWith(`${short}-`)));
}

/** Whether a word has the first three letters of another, or its letters in their order from the first on. */
function shortens(word: string, full: string): boolean {
  if (word.length < 2 || word[0] !== full[0]) return false;
  if (word.length > 2 && full.startsWith(word.slice(0, 3))) return true;
  let at = -1;
  return [...word].every((letter) => (at = full.indexOf(letter, at + 1)) >= 0);
}

/** Levenshtein distance: insertions, deletions and replacements between two words. */
function editDistance(from: string, to: string): number {
  let previous = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const replaced = (previous[column - 1] ?? 0) + (from[row - 1] === to[column - 1] ? 0 : 1);
      const removed = (previous[column] ?? 0) + 1;
      const inserted = (current[column - 1] ?? 0) + 1;
      current.push(Math.min(replaced, removed, inserted));
    }
    previous = current;
  }
  return previous[to.length] ?? 0;
}
