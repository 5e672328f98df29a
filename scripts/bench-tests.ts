import { projectFile } from "../environments/project";
import { show } from "../masking/output";
import { type CommandFigure } from "./bench-commands";
import { measured, medians, type Taken } from "./bench-process";

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
  // The first run of all keeps what it found, and does not count.
  const first = byTurns(other, UNTIL_FIRST, 1, SAMPLES);
  return whole ? [...first, ...byTurns(other, WHOLE, 0, 1)] : first;
}

function byTurns(
  other: string | undefined,
  { command, args }: { readonly command: string; readonly args: readonly string[] },
  before: number,
  counted: number,
): readonly CommandFigure[] {
  const checkouts = [
    { checkout: "this", folder: projectFile(".") },
    ...(other === undefined ? [] : [{ checkout: "other", folder: other } as const]),
  ] as const;
  const samples = checkouts.map((): Taken[] => []);
  for (let round = 1 - before; round <= counted; round += 1) {
    for (const [index, { folder }] of checkouts.entries()) {
      const taken = measured("npm", args, folder, [0]);
      if (round > 0) samples[index]?.push(taken);
    }
  }
  show(`${command}, ${counted} samples each\n`);
  return checkouts.map(({ checkout }, index) => ({
    command,
    checkout,
    ...medians(samples[index] ?? []),
  }));
}
