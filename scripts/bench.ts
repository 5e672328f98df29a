import { EXIT, runCommand } from "../runtime/exit";
import { fromCaller } from "../runtime/caller";
import { runSync } from "../runtime/process/run-sync";
import { scriptArguments } from "./arguments";
import { CommandLine } from "../runtime/command-line";
import { JSON_OPTION } from "../runtime/options";
import { checkFigures, checkTable } from "./bench-check";
import { installFigure, installLine } from "./bench-install";
import { manifestsRatio } from "./bench-manifests";
import { median } from "./bench-process";
import { synthesisFigures, synthesisTable } from "./bench-synthesis";
import { commandFigures, commandTable } from "./bench-commands";
import { templateFigure, templateLine } from "./bench-template";
import { testFigures } from "./bench-tests";
import { print, show } from "../masking/output";

/**
 * `npm run bench`: time of the check of all environments, as scripts/run.mjs
 * starts it (one bundle) against a loader that takes file by file. A ratio from
 * one run: the machine's speed and what else it does cancel out. Then commands, the way of CDKTF's template, synthesis
 * of many environments and workers, what is on disk, and the check of folders, as one file,
 * beside another build and another program.
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

const COMMAND = new CommandLine({
  call: "npm run bench --",
  does: "Measures commands against the alternative, in the same run.",
  takes: "",
  options: {
    against: {
      type: "string",
      value: "FILE",
      does: "fluxibri-check.mjs of another build, e.g. of the last release, to measure beside this",
    },
    project: {
      type: "string",
      value: "FOLDER",
      does: "another checkout with its packages, e.g. of the last release, whose commands are measured beside these",
    },
    tests: {
      type: "boolean",
      default: false,
      does: "measures whole npm test, too, once in each checkout: minutes",
    },
    ...JSON_OPTION,
  },
});

void runCommand(() => {
  const { values } = scriptArguments(COMMAND);
  const other = values.project === undefined ? undefined : fromCaller(values.project);
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
    commands: commandFigures(other),
    template: templateFigure(),
    synthesis: synthesisFigures(other),
    install: installFigure(),
    tests: testFigures(other, values.tests),
    manifestsRatio: manifestsRatio(),
    check: checkFigures(values.against === undefined ? undefined : fromCaller(values.against)),
  };
  print(
    values.json
      ? `${JSON.stringify(result)}\n`
      : `check of all environments, median of ${RUNS}: bundle ${result.bundleSeconds.toFixed(2)} s, loader ${result.loaderSeconds.toFixed(2)} s, ratio ${result.ratio.toFixed(2)}\n${commandTable([...result.commands, ...result.tests])}${templateLine(result.template)}${synthesisTable(result.synthesis)}${installLine(result.install)}manifests and rules, time per object, 5,000 objects against 1,000: ratio ${result.manifestsRatio.toFixed(2)}\n${checkTable(result.check)}`,
  );
  return EXIT.ok;
});
