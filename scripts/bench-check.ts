import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { projectFile } from "../environments/project";
import { runSync } from "../runtime/process/run-sync";
import { show } from "../masking/output";
import { kubeconform } from "./bench-kubeconform";
import { writeManifests } from "./bench-objects";
import { measured, medians, type Taken } from "./bench-process";

/** The first is one file. */
const ONE_FILE = 4;
const SIZES = [ONE_FILE, 1_000, 5_000, 20_000];
const SAMPLES = 5;
const CHECK = projectFile("dist/fluxibri-check.mjs");
/** This build, as it runs from the second time on, and the first time. */
const CHECKS = ["check", "first run"] as const;

/** As where nothing of an earlier run is kept. */
const WITHOUT_KEPT = {
  program: CHECKS[1],
  command: ["env", "NODE_DISABLE_COMPILE_CACHE=1", process.execPath, CHECK],
};

/** What one program took for a folder of some size. */
export interface CheckFigure extends Taken {
  readonly objects: number;
  readonly program: string;
}

/** The figures, and what could not be measured. */
export interface CheckFigures {
  readonly figures: readonly CheckFigure[];
  readonly notes: readonly string[];
}

/**
 * The check as one file on folders of one file to 20,000 objects, beside another build of it
 * and kubeconform, all in one run by turns: what the machine does meanwhile hits all of them.
 *
 * @param against another `fluxibri-check.mjs`. @default none
 */
export function checkFigures(against: string | undefined): CheckFigures {
  const built = runSync({ program: "npm", args: ["run", "--silent", "build:check"] });
  if (!built.ok) throw built.failure("put right what it says");
  const folder = mkdtempSync(path.join(tmpdir(), "bench-"));
  try {
    const other = kubeconform(path.join(folder, "schemas"));
    const programs = [
      { program: CHECKS[0], command: [process.execPath, CHECK] },
      ...(against === undefined
        ? []
        : [{ program: "against", command: [process.execPath, against] }]),
      ...("missing" in other
        ? []
        : [{ program: "kubeconform", command: [other.program, ...other.args] }]),
    ];
    const figures = SIZES.flatMap((objects) => {
      const manifests = path.join(folder, String(objects));
      writeManifests(manifests, objects);
      const all = objects === ONE_FILE ? [...programs, WITHOUT_KEPT] : programs;
      return byTurns(all, objects, manifests);
    });
    const notes = "missing" in other ? [`kubeconform was not measured: ${other.missing}`] : [];
    return { figures, notes };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

interface Program {
  readonly program: string;
  readonly command: readonly string[];
}

function byTurns(programs: readonly Program[], objects: number, folder: string) {
  const samples = programs.map((): Taken[] => []);
  // The first round fills the caches of the disk, and does not count.
  for (let round = 0; round <= SAMPLES; round += 1) {
    for (const [index, { command }] of programs.entries()) {
      const [program = "", ...args] = command;
      const taken = measured(program, [...args, folder]);
      if (round > 0) samples[index]?.push(taken);
    }
  }
  show(`${objects} objects, ${SAMPLES} samples each\n`);
  return programs.map(({ program }, index) => ({
    objects,
    program,
    ...medians(samples[index] ?? []),
  }));
}

/** The figures as a table. */
export function checkTable({ figures, notes }: CheckFigures): string {
  const against = (objects: number) =>
    figures.find((each) => each.objects === objects && each.program === "against");
  const rows = figures.map((each) => {
    const isOurs = CHECKS.some((program) => program === each.program);
    const other = isOurs ? against(each.objects) : undefined;
    const ratio = other
      ? `  ${(each.cpuSeconds / other.cpuSeconds).toFixed(2)} of its CPU, ${(each.peakMebibytes / other.peakMebibytes).toFixed(2)} of its memory, ${(each.seconds / other.seconds).toFixed(2)} of its time`
      : "";
    const columns = [
      String(each.objects).padStart(6),
      each.program.padEnd(11),
      `${each.cpuSeconds.toFixed(2)} s CPU`.padStart(12),
      `${each.seconds.toFixed(2)} s`.padStart(8),
      `${each.peakMebibytes.toFixed(0)} MiB`.padStart(8),
    ];
    return `${columns.join("  ")}${ratio}\n`;
  });
  return [...rows, ...notes.map((note) => `${note}\n`)].join("");
}
