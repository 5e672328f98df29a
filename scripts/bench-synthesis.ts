import { createHash } from "node:crypto";
import { readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { buildSync } from "esbuild";
import { z } from "zod";
import { projectFile } from "../environments/project";
import { show } from "../masking/output";
import { runSync } from "../runtime/process/run-sync";
import {
  type Checkout,
  checkoutsWith,
  measured,
  median,
  medians,
  ratioText,
  type Taken,
} from "./bench-process";

/** The one is what a start takes; those of one data are what is known of the one before, those that differ are not. */
const SYNTHESES = [
  { title: "1 environment", args: ["alike", "1"] },
  { title: "10 environments", args: ["alike", "10"] },
  { title: "100 of one data", args: ["alike", "100"] },
  { title: "100 that differ", args: ["differing", "100"] },
] as const;
const WORKERS = [10, 100] as const;
const SAMPLES = 3;

/** What a checkout's synthesis takes, and how that grows. */
export interface SynthesisFigure {
  readonly checkout: Checkout["checkout"];
  /** By title of {@link SYNTHESES}. */
  readonly environments: Readonly<Record<string, Taken>>;
  /** CPU of App.synth with 100 workers against 10, and of the JSON it writes. */
  readonly workers: { readonly cpuGrowth: number; readonly jsonGrowth: number };
}

/**
 * Synthesis of many environments and of many workers, of this checkout and of another by turns.
 * Built and started in one way in both, and without what is kept between runs.
 *
 * @param other absolute path of a checkout with its packages. @default this one alone
 */
export function synthesisFigures(other: string | undefined): readonly SynthesisFigure[] {
  const checkouts = checkoutsWith(other);
  const programs = checkouts.map(({ folder }) => built(folder));
  try {
    const samples = programs.map(() => SYNTHESES.map((): Taken[] => []));
    for (let round = 1; round <= SAMPLES; round += 1) {
      for (const [of, program] of programs.entries()) {
        for (const [at, { args }] of SYNTHESES.entries()) {
          const call = [program, ...args];
          samples[of]?.[at]?.push(measured(process.execPath, call, checkouts[of]?.folder));
        }
      }
      show(`synthesis of environments, run ${round} of ${SAMPLES}\n`);
    }
    return checkouts.map(({ checkout, folder }, of) => ({
      checkout,
      environments: Object.fromEntries(
        SYNTHESES.map(({ title }, at) => [title, medians(samples[of]?.[at] ?? [])]),
      ),
      workers: growth(programs[of] ?? "", folder),
    }));
  } finally {
    for (const program of programs) rmSync(program, { force: true });
  }
}

/** @returns path of the program, built in a checkout's cache folder */
function built(folder: string): string {
  const text = readFileSync(path.join(folder, "package.json"), "utf8");
  const packages = z
    .object({ dependencies: z.record(z.string(), z.string()) })
    .parse(JSON.parse(text));
  const key = createHash("sha256").update(`${folder} ${process.pid}`).digest("hex").slice(0, 16);
  const outfile = path.join(folder, "node_modules", ".cache", "programs", `bench-${key}.cjs`);
  buildSync({
    stdin: {
      contents: readFileSync(projectFile("scripts/bench-synthesis-program.ts"), "utf8"),
      resolveDir: path.join(folder, "scripts"),
      loader: "ts",
    },
    outfile,
    absWorkingDir: folder,
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    external: Object.keys(packages.dependencies)
      .filter((name) => !name.startsWith("@kubernetes-models/"))
      .flatMap((name) => [name, `${name}/*`]),
    alias: { "re2-wasm": projectFile("scripts/late-re2.mjs") },
    define: {
      "import.meta.url": JSON.stringify(pathToFileURL(path.join(folder, "scripts/run.mjs")).href),
    },
    logLevel: "error",
  });
  return outfile;
}

const samplesOfSynth = z.array(z.object({ seconds: z.number(), bytes: z.number() }));

function growth(program: string, cwd: string) {
  const [few, many] = WORKERS.map((count) => {
    const args = [program, "workers", String(count)];
    const ended = runSync({ program: process.execPath, args, cwd });
    if (!ended.ok) throw ended.failure("put right what it says");
    const samples = samplesOfSynth.parse(JSON.parse(ended.stdout));
    return {
      seconds: median(samples.map(({ seconds }) => seconds)),
      bytes: samples[0]?.bytes ?? Number.NaN,
    };
  });
  return {
    cpuGrowth: (many?.seconds ?? Number.NaN) / (few?.seconds ?? Number.NaN),
    jsonGrowth: (many?.bytes ?? Number.NaN) / (few?.bytes ?? Number.NaN),
  };
}

/** The figures as a table. */
export function synthesisTable(figures: readonly SynthesisFigure[]): string {
  const other = figures.find(({ checkout }) => checkout === "other");
  return figures
    .flatMap(({ checkout, environments, workers }) => [
      ...SYNTHESES.map(({ title }) => {
        const taken = environments[title];
        const beside = other?.environments[title];
        const ratio = checkout === "this" && taken ? ratioText(taken, beside) : "";
        return `${title.padEnd(16)} ${checkout.padEnd(5)}  ${(taken?.cpuSeconds ?? Number.NaN).toFixed(2)} s CPU  ${(taken?.peakMebibytes ?? Number.NaN).toFixed(0)} MiB${ratio}\n`;
      }),
      `App.synth, ${WORKERS.join(" to ")} workers  ${checkout.padEnd(5)}  CPU x ${workers.cpuGrowth.toFixed(1)}, JSON x ${workers.jsonGrowth.toFixed(1)}: ratio ${(workers.cpuGrowth / workers.jsonGrowth).toFixed(2)}\n`,
    ])
    .join("");
}
