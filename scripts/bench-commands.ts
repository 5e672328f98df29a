import { byTurns, checkoutsWith, type CommandFigure, ratioText } from "./bench-process";

const SAMPLES = 5;
/** From the third run with nothing changed a program is kept (program.mjs), and the fourth makes V8's code: these do not count. */
export const RUNS_BEFORE = 4;

/** Commands by what people type. */
const COMMANDS: Readonly<Record<string, readonly string[]>> = {
  "npm start": ["scripts/run.mjs", "cli/start/index.ts"],
  "npx cdktf synth": ["node_modules/.bin/cdktf", "synth"],
};

/**
 * Commands of this checkout and of another by turns.
 *
 * @param other absolute path of a checkout with its packages. @default this one alone
 */
export function commandFigures(other: string | undefined): readonly CommandFigure[] {
  const times = { program: process.execPath, before: RUNS_BEFORE, samples: SAMPLES };
  return Object.entries(COMMANDS).flatMap(([command, args]) =>
    byTurns(checkoutsWith(other), { ...times, command, args }),
  );
}

/** The figures as a table. */
export function commandTable(figures: readonly CommandFigure[]): string {
  return figures
    .map((each) => {
      const other = figures.find(
        ({ command, checkout }) => command === each.command && checkout === "other",
      );
      const ratio = each.checkout === "this" ? ratioText(each, other) : "";
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
