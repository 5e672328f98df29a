import { environmentWith } from "../../environments";
import { ConfigurationError, type ConfigurationIssue } from "../../environments/errors";
import type { EnvironmentName, EnvironmentSpec, Switches } from "../../environments/schema";
import type { Progress } from "../../testbed/progress";
import type { Ask } from "../deploy/approval";
import { type Deployment, deployEnvironment } from "../deploy/deploy-environment";
import { requireCommitted } from "../deploy/guards";
import { CommandFailure } from "../failure";
import { type EnvironmentPlan, hasChanges, planEnvironment } from "../plan/plan-environment";
import { paintFor, renderPlan } from "../plan/render-plan";
import { unifiedDiff } from "./diff";
import { commitFile, committedText, fileState } from "./git";
import { type ChangedSwitches, changeSwitches, readSwitchesFile, writeAtomically } from "./switches-file";

/** What shall become of an environment's switches, and how. */
export interface ChangeProps {
  readonly environment: EnvironmentName;
  /** Switches as they shall be, from those that are. */
  wanted(switches: Switches): Switches;
  /** What follows from it, in sentences; asked before anything is written. */
  consequences(before: Switches, after: EnvironmentSpec): readonly string[];
  /** Message of the commit: a subject, and what was called. */
  message(before: Switches, after: Switches): string;
  /** No question but for what holds state. */
  readonly yes: boolean;
  /** Commit without a question. */
  readonly commit: boolean;
  /** Undefined: nobody is there to be asked. */
  readonly ask: Ask | undefined;
  readonly say: Progress;
  /** Takes what people should see before they agree. */
  readonly show: (text: string) => void;
}

/** How far a change came. */
export type ChangeOutcome =
  /** The file and the last commit say so already; nothing was planned. */
  | "already so"
  /** Shown and planned; nothing was written or applied. */
  | "shown"
  | "applied"
  /** Written, and perhaps committed; the apply failed. */
  | "not applied";

/** What a change came to. */
export interface Change {
  readonly environment: EnvironmentName;
  readonly outcome: ChangeOutcome;
  /** File with the switches, relative to the project. */
  readonly file: string;
  readonly diff: string;
  readonly consequences: readonly string[];
  readonly plan: EnvironmentPlan | undefined;
  /** Short id of the commit. */
  readonly commit: string | undefined;
  readonly deployment: Deployment | undefined;
}

/**
 * Changes an environment's switches and applies that: diff, what follows, plan,
 * agreement, file, commit, apply, in this order. Nothing is written before the
 * agreement. Killed anywhere and called again it goes on where it stopped.
 *
 * @throws ConfigurationError for data that would be wrong, or a file that differs from its commit; CommandFailure when a rule or the plan fails, or nobody agrees
 */
export async function changeEnvironment(props: ChangeProps): Promise<Change> {
  const { environment, show } = props;
  const before = readSwitchesFile(environment);
  const wanted = props.wanted(before.switches);
  const spec = environmentWith(environment, wanted, process.env);
  const changed = changeSwitches(before, wanted);
  const base = committed(before.file, before.text, changed);
  const consequences = props.consequences(base.switches, spec);
  const diff = (colour: boolean) =>
    unifiedDiff({ file: before.file, before: base.text, after: changed.text }, colour);
  const result = { environment, file: before.file, diff: diff(false), consequences };
  const nothing = { plan: undefined, commit: undefined, deployment: undefined };
  if (base.text === changed.text) return { ...result, ...nothing, outcome: "already so" };

  show(diff(process.stderr.isTTY));
  for (const sentence of consequences) show(`note: ${sentence}\n`);
  requireWayToCommit(spec, props);
  const plan = await planEnvironment({ environment, spec, say: props.say });
  show(renderPlan(plan, paintFor(process.stderr)));
  if (plan.failure !== undefined) throw plan.failure;
  if (!(await isAgreed(plan, props))) return { ...result, ...nothing, plan, outcome: "shown" };

  if (before.text !== changed.text) writeAtomically(before.file, changed.text);
  const message = props.message(base.switches, wanted);
  const commit = await commitIfWanted(before.file, message, props);
  const deployment = await deployEnvironment({
    environment,
    plan: true,
    yes: true,
    allowDestroy: [],
    unlockReleases: false,
    ask: props.ask,
    say: props.say,
    show,
  });
  const outcome = deployment.failure === undefined ? "applied" : "not applied";
  return { ...result, plan, commit, deployment, outcome };
}

/**
 * The file as the last commit has it. One that differs from it is refused, unless
 * it is what is wanted: then a run before this one did not come to its commit.
 */
function committed(
  file: string,
  text: string,
  changed: ChangedSwitches,
): { readonly text: string; readonly switches: Switches } {
  const state = fileState(file);
  switch (state) {
    case "committed":
      return { text, switches: parseSwitches(text) };
    case "uncommitted": {
      const before = committedText(file);
      if (before !== undefined && text === changed.text) {
        return { text: before, switches: parseSwitches(before) };
      }
      throw refusal(
        file,
        "differs from the last commit: the way back would take along what it has nothing to do with",
        `git diff -- ${file}; then commit it, or take it back: git checkout -- ${file}`,
      );
    }
    case "no repository":
      throw refusal(
        file,
        "is in no git repository, and the way back is a commit",
        "work in a clone of the project; or edit the file and npm run deploy",
      );
    default:
      return state satisfies never;
  }
}
