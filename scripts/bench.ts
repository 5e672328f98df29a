import { EXIT, runCommand } from "../runtime/exit";
import { runSync } from "../runtime/process/run-sync";
import { scriptArguments } from "./arguments";
import { CommandLine } from "../runtime/command-line";
import { JSON_OPTION } from "../runtime/options";
import { manifestsRatio } from "./bench-manifests";
import { print, show } from "../masking/output";

/**
 * `npm run bench`: time of the check of all environments, as scripts/run.mjs
 * starts it (one bundle) against a loader that takes file by file. A ratio from
 * one run: the machine's speed and what else it does cancel out.
 */
const RUNS = 5;
const WAYS = {
  bundle: ["scripts/run.mjs", "cli/check/index.ts"],
  loader: ["--import", "tsx", "cli/check/index.ts"],
} as const;

function seconds(args: readonly string[]): number {
  const started = performance.now();
  const ended = runSync({ program: process.execPath, args });
  if (!ended.ok) throw ended.failure("put right what it says");
  return (performance.now() - started) / 1000;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

const COMMAND = new CommandLine({
  call: "npm run bench --",
  does: "Measures commands against the alternative, in the same run.",
  takes: "",
  options: JSON_OPTION,
});

void runCommand(() => {
  const { values } = scriptArguments(COMMAND);
  const times: Record<keyof typeof WAYS, number[]> = { bundle: [], loader: [] };
  for (let run = 1; run <= RUNS; run += 1) {
    times.bundle.push(seconds(WAYS.bundle));
    times.loader.push(seconds(WAYS.loader));
    show(`run ${run} of ${RUNS}\n`);
  }
  const result = {
    runs: RUNS,
    bundleSeconds: median(times.bundle),
    loaderSeconds: median(times.loader),
    ratio: median(times.bundle) / median(times.loader),
    manifestsRatio: manifestsRatio(),
  };
  print(
    values.json
      ? `${JSON.stringify(result)}\n`
      : `check of all environments, median of ${RUNS}: bundle ${result.bundleSeconds.toFixed(2)} s, loader ${result.loaderSeconds.toFixed(2)} s, ratio ${result.ratio.toFixed(2)}\nmanifests and rules, time per object, 5,000 objects against 1,000: ratio ${result.manifestsRatio.toFixed(2)}\n`,
  );
  return EXIT.ok;
});
