import { byTurns, checkoutsWith, type CommandFigure } from "./bench-process";

/** Lists the test files in place of running them: all that `npm test` does before the first. */
const UNTIL_FIRST = { command: "npm test: start", args: ["test", "--", "--listTests"] };
/** As a person runs it whose checkout has every check passed, and kept. */
const WHOLE = { command: "npm test: whole", args: ["test"] };

const SAMPLES = 3;

/**
 * `npm test` of this checkout and of another by turns: its second run until the
 * first test starts, and the whole of it on request, once, since it takes minutes.
 *
 * @param other absolute path of a checkout with its packages. @default this one alone
 * @throws ProcessFailure where a check or a test fails: its figures would say nothing
 */
export function testFigures(other: string | undefined, whole: boolean): readonly CommandFigure[] {
  const checkouts = checkoutsWith(other);
  const passing = { program: "npm", passing: [0] };
  // The first run of all keeps what it found, and does not count.
  const first = byTurns(checkouts, { ...passing, ...UNTIL_FIRST, before: 1, samples: SAMPLES });
  return whole
    ? [...first, ...byTurns(checkouts, { ...passing, ...WHOLE, before: 0, samples: 1 })]
    : first;
}
