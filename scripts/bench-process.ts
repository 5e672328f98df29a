import { z } from "zod";
import { projectFile } from "../environments/project";
import { show } from "../masking/output";
import { runSync } from "../runtime/process/run-sync";

/** What a program took from its start to its end. */
export interface Taken {
  /** Of all its threads, user and system. */
  readonly cpuSeconds: number;
  readonly seconds: number;
  readonly peakMebibytes: number;
}

/** Node does not tell what an ended child used; Python, which the testbed needs anyway, does. */
const MEASURE = `
import json, resource, subprocess, sys, time
passing = json.loads(sys.argv[1])
start = time.monotonic()
status = subprocess.run(sys.argv[2:], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
seconds = time.monotonic() - start
if status.returncode not in passing:
    sys.exit(status.stderr.decode() or f"exit status {status.returncode}")
used = resource.getrusage(resource.RUSAGE_CHILDREN)
peak = used.ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024)
print(json.dumps({"cpuSeconds": used.ru_utime + used.ru_stime, "seconds": seconds, "peakMebibytes": peak}))
`;

const taken = z.object({ cpuSeconds: z.number(), seconds: z.number(), peakMebibytes: z.number() });

/**
 * Runs a program and measures it.
 *
 * @param cwd @default this process' own
 * @param passing exit statuses that are no failure. @default 0, and 1, which is a finding
 * @throws ProcessFailure for any other, and where Python is not there
 */
export function measured(
  program: string,
  args: readonly string[],
  cwd?: string,
  passing: readonly number[] = [0, 1],
): Taken {
  const measure = ["-c", MEASURE, JSON.stringify(passing), program, ...args];
  const ended = runSync({ program: "python3", args: measure, cwd });
  if (!ended.ok) throw ended.failure("put right what it says; measuring needs python3");
  return taken.parse(JSON.parse(ended.stdout));
}

/** A checkout whose programs are measured. */
export interface Checkout {
  readonly checkout: "this" | "other";
  /** Absolute path. */
  readonly folder: string;
}

/** This checkout, and another where one is given. */
export function checkoutsWith(other: string | undefined): readonly Checkout[] {
  const own = { checkout: "this", folder: projectFile(".") } as const;
  return other === undefined ? [own] : [own, { checkout: "other", folder: other }];
}

/** What one command took, in this checkout or the other. */
export interface CommandFigure extends Taken {
  readonly command: string;
  readonly checkout: Checkout["checkout"];
}

/** A command that is measured, and how often. */
interface MeasuredCommand {
  readonly command: string;
  readonly program: string;
  readonly args: readonly string[];
  /** As of {@link measured}. */
  readonly passing?: readonly number[];
  /** Runs that do not count, before the others. */
  readonly before: number;
  readonly samples: number;
}

/** A command in each checkout by turns: what the machine does meanwhile hits all of them. */
export function byTurns(
  checkouts: readonly Checkout[],
  { command, program, args, passing, before, samples }: MeasuredCommand,
): readonly CommandFigure[] {
  const taken = checkouts.map((): Taken[] => []);
  for (let round = 1 - before; round <= samples; round += 1) {
    for (const [index, { folder }] of checkouts.entries()) {
      const one = measured(program, args, folder, passing);
      if (round > 0) taken[index]?.push(one);
    }
  }
  show(`${command}, ${samples} samples each\n`);
  return checkouts.map(({ checkout }, index) => ({
    command,
    checkout,
    ...medians(taken[index] ?? []),
  }));
}

/** What one took of what another took, behind its own columns; empty without another. */
export function ratioText(taken: Taken, other: Taken | undefined): string {
  return other === undefined
    ? ""
    : `  ${(taken.cpuSeconds / other.cpuSeconds).toFixed(2)} of its CPU, ${(taken.peakMebibytes / other.peakMebibytes).toFixed(2)} of its memory`;
}

/** The middle one of each figure. */
export function medians(samples: readonly Taken[]): Taken {
  return {
    cpuSeconds: median(samples.map(({ cpuSeconds }) => cpuSeconds)),
    seconds: median(samples.map(({ seconds }) => seconds)),
    peakMebibytes: median(samples.map(({ peakMebibytes }) => peakMebibytes)),
  };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
