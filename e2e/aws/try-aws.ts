import { usageError } from "../../runtime/command-line";
import { type Progress, seconds } from "../../runtime/progress";
import type { AwsChange } from "./change";
import { CHANGES } from "./changes";
import { type AwsChangeOutcome, runChange } from "./run-change";
import { type AwsStack, World } from "./world";

/** What a run came to. */
export interface AwsRun {
  /** Version of the aws provider. */
  readonly provider: string;
  readonly passed: boolean;
  readonly milliseconds: number;
  readonly steps: readonly AwsChangeOutcome[];
  /** IAM actions that Terraform used, e.g. `eks:CreateNodegroup`. */
  readonly calls: readonly string[];
}

/**
 * Applies production's AWS stacks to the stand-in and makes the changes, in their order.
 *
 * @param names of changes; none: all
 * @param signal ends the run after the change that is at work. @default nothing ends it
 * @throws CommandFailure when Python, moto, Terraform or the provider cannot be had
 */
export async function tryAws(
  folder: string,
  names: readonly string[],
  say: Progress,
  signal = new AbortController().signal,
): Promise<AwsRun> {
  const unknown = names.filter((name) => !CHANGES.some((change) => change.name === name));
  if (unknown.length > 0) {
    const known = CHANGES.map(({ name }) => name).join(", ");
    throw usageError(unknown.join(" "), "no such change", `changes: ${known}`);
  }
  const started = Date.now();
  forgetOwnAws();
  const world = await World.start(folder, say, signal);
  say(`aws provider ${world.providerVersion}`);
  const steps: AwsChangeOutcome[] = [];
  const chosen = CHANGES.filter(({ name }) => names.length === 0 || names.includes(name));
  try {
    for (const change of [firstApply("node-pools"), firstApply("storage"), ...chosen]) {
      const step = await runChange(change, world);
      steps.push(step);
      say(`${step.name}: ${step.result} in ${seconds(step.milliseconds)}: ${step.seen}`);
      signal.throwIfAborted();
      // Nothing can be said of changes to what did not come up.
      if (isFirst(change) && step.result === "failed") break;
    }
  } finally {
    await world.stop();
  }
  const calls = world.standIn.log.since(0).map(({ service, action }) => `${service}:${action}`);
  return {
    provider: world.providerVersion,
    passed: steps.every(({ result }) => result === "passed"),
    milliseconds: Date.now() - started,
    steps,
    calls: [...new Set(calls)].sort(),
  };
}

/** The account, profile and proxy of this machine have no part in it. */
function forgetOwnAws(): void {
  for (const name of Object.keys(process.env)) {
    if (name.startsWith("AWS_")) Reflect.deleteProperty(process.env, name);
  }
}

const FIRST = "first-apply-";

function isFirst({ name }: AwsChange): boolean {
  return name.startsWith(FIRST);
}

function firstApply(stack: AwsStack): AwsChange {
  return {
    name: `${FIRST}${stack}`,
    title: `production-${stack} comes up in an account that has none of it`,
    stack,
    check: ({ plan, refused }) => {
      if (refused !== undefined) throw new Error(refused);
      return `${plan.changes.length} resources`;
    },
  };
}
