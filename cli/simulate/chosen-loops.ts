import { ConfigurationError } from "../../environments/errors";
import { misuse } from "../../runtime/command-line";
import type { Variant } from "../../testbed/model/variants";
import type { UnplayedWorker, WorkerLoop, WorkerLoops } from "./loops";
import { hasVariant } from "./play";

export interface Choice {
  /** Name of an application; undefined: all. */
  readonly application: string | undefined;
  /** Name of a worker; undefined: all. */
  readonly worker: string | undefined;
}

/**
 * The loops that a command line asks for, and the workers it asks for that are not played.
 *
 * @throws ConfigurationError when there is no such application or worker, or nothing of what is asked for can be played
 */
export function chosenLoops({ loops, unplayed }: WorkerLoops, choice: Choice): WorkerLoops {
  const { application, worker } = choice;
  const all = [...loops, ...unplayed];
  const ofApplication = all.filter((one) => (application ?? one.application) === one.application);
  if (ofApplication.length === 0) {
    throw unknown("--application", application, names(all, "application"));
  }
  const ofWorker = ofApplication.filter((one) => (worker ?? one.worker) === one.worker);
  if (ofWorker.length === 0) throw unknown("--worker", worker, names(ofApplication, "worker"));
  const chosen = {
    loops: loops.filter((one) => ofWorker.includes(one)),
    unplayed: unplayed.filter((one) => ofWorker.includes(one)),
  };
  if (chosen.loops.length > 0) return chosen;
  const played = names(loops, "worker");
  const fix =
    played.length > 0
      ? `play ${played.join(", ")}, or see what it does on the testbed: npm run local`
      : "switch KEDA on (addons.keda), or name another environment";
  throw new ConfigurationError(
    chosen.unplayed.map((one) =>
      misuse(titleOf(one), `it is not played: ${one.reason}`, fix, "--worker"),
    ),
  );
}

/**
 * The variants that each loop has.
 *
 * @throws ConfigurationError when there is none for any of them
 */
export function chosenVariants(
  loops: readonly WorkerLoop[],
  variants: readonly Variant[],
): readonly { readonly loop: WorkerLoop; readonly variants: readonly Variant[] }[] {
  const chosen = loops.map((loop) => ({
    loop,
    variants: variants.filter((variant) => hasVariant(loop, variant)),
  }));
  if (chosen.some((one) => one.variants.length > 0)) return chosen;
  const titles = loops.map(titleOf).join(", ");
  throw new ConfigurationError(
    variants.map(({ name, library = "" }) =>
      misuse(
        name,
        `only workers of ${library} have what it changes, and ${titles} has none`,
        "leave it out, or name a worker that has it",
        "--variant",
      ),
    ),
  );
}

/** What is not played, a line for each. */
export function unplayedLines(
  { unplayed }: WorkerLoops,
  chosen: ReturnType<typeof chosenVariants>,
  asked: readonly Variant[],
): readonly string[] {
  return [
    ...unplayed.map((one) => `not played: ${titleOf(one)}: ${one.reason}`),
    ...chosen.flatMap(({ loop, variants }) =>
      asked
        .filter((variant) => !variants.includes(variant))
        .map(
          ({ name }) => `not played: ${titleOf(loop)} as ${name}: its queue is of another library`,
        ),
    ),
  ];
}

/** `production clips/maker`. */
function titleOf({
  environment,
  application,
  worker,
}: Pick<UnplayedWorker, "environment" | "application" | "worker">): string {
  return `${environment} ${application}/${worker}`;
}

function unknown(
  option: string,
  given: string | undefined,
  known: readonly string[],
): ConfigurationError {
  const what = option === "--worker" ? "worker" : "application with workers";
  const message = `these environments have no such ${what}`;
  const fix = known.length > 0 ? `use ${known.join(", ")}` : "name another environment";
  return new ConfigurationError([misuse(given, message, fix, option)]);
}

function names(
  all: readonly Pick<UnplayedWorker, "application" | "worker">[],
  key: "application" | "worker",
): readonly string[] {
  return [...new Set(all.map((one) => one[key]))];
}
