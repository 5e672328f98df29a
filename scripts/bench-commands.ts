import { projectFile } from "../environments/project";
import { show } from "../masking/output";
import { measured, medians, type Taken } from "./bench-process";

const SAMPLES = 5;
/** From the third run with nothing changed a program is kept (program.mjs), and the fourth makes V8's code: these do not count. */
export const RUNS_BEFORE = 4;

/** Commands by what people type. */
const COMMANDS: Readonly<Record<string, readonly string[]>> = {
  "npm start": ["scripts/run.mjs", "cli/start/index.ts"],
  "npx cdktf synth": ["node_modules/.bin/cdktf", "synth"],
};

/** What one command took, in this checkout or the other. */
export interface CommandFigure extends Taken {
  readonly command: string;
  readonly checkout: "this" | "other";
}

/**
 * Commands of this checkout and of another by turns: what the machine does meanwhile hits both.
 *
 * @param other absolute path of a checkout with its packages. @default this one alone
 */
export function commandFigures(other: string | undefined): readonly CommandFigure[] {
  const checkouts = [
    { checkout: "this", folder: projectFile(".") },
    ...(other === undefined ? [] : [{ checkout: "other", folder: other } as const]),
  ] as const;
  return Object.entries(COMMANDS).flatMap(([command, args]) => {
    const samples = checkouts.map((): Taken[] => []);
    for (let round = 1 - RUNS_BEFORE; round <= SAMPLES; round += 1) {
      for (const [index, { folder }] of checkouts.entries()) {
        const taken = measured(process.execPath, args, folder);
        if (round > 0) samples[index]?.push(taken);
      }
    }
    show(`${command}, ${SAMPLES} samples each\n`);
    return checkouts.map(({ checkout }, index) => ({
      command,
      checkout,
      ...medians(samples[index] ?? []),
    }));
  });
}

/** The figures as a table. */
export function commandTable(figures: readonly CommandFigure[]): string {
  return figures
    .map((each) => {
      const other = figures.find(
        ({ command, checkout }) => command === each.command && checkout === "other",
      );
      const ratio =
        each.checkout === "this" && other !== undefined
          ? `  ${(each.cpuSeconds / other.cpuSeconds).toFixed(2)} of its CPU, ${(each.peakMebibytes / other.peakMebibytes).toFixed(2)} of its memory`
          : "";
      const columns = [
        each.command.padEnd(15),
        each.checkout.padEnd(5),
        `${each.cpuSeconds.toFixed(2)} s CPU`.padStart(12),
        `${each.seconds.toFixed(2)} s`.padStart(8),
        `${each.peakMebibytes.toFixed(0)} MiB`.padStart(8),
      ];
      return `${columns.join("  ")}${ratio}\n`;
    })
    .join("");
}
