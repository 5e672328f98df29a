import { environmentWith } from "../../environments";
import { ConfigurationError, type ConfigurationIssue } from "../../environments/errors";
import { isProtected } from "../../environments/protection";
import type { EnvironmentName, EnvironmentSpec, Switches } from "../../environments/schema";
import type { Progress } from "../../runtime/progress";
import type { Ask } from "../../runtime/terminal";
import { type DeployOutcome, deployEnvironment } from "../deploy/deploy-environment";
import { requireCommitted } from "../deploy/guards";
import { requireEnforcedPolicies } from "../deploy/network-policies-guard";
import { CommandFailure } from "../../runtime/failure";
import { type EnvironmentPlan, hasChanges, planEnvironment } from "../operation/plan-environment";
import { paintFor, renderPlan } from "../operation/render-plan";
import { unifiedDiff } from "./diff";
import { commitFile, committedText, fileState } from "../../runtime/git";
import {
  type ChangedSwitches,
  changeSwitches,
  parseSwitches,
  readSwitchesFile,
  writeAtomically,
} from "./switches-file";
import { isTerminal } from "../../masking/output";

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
  /** Addresses that may be destroyed although they hold state. */
  readonly allowDestroy: readonly string[];
  /** Why it may be applied where network policies are not enforced; undefined: it may not. */
  readonly openNetwork: string | undefined;
  /** Commit without a question. */
  readonly commit: boolean;
  /** Undefined: there is no terminal to ask on. */
  readonly ask: Ask | undefined;
  /**
   * Added to this process's environment, as for a plan.
   *
   * @default {}
   */
  readonly env?: Readonly<Record<string, string>>;
  readonly say: Progress;
  /** Takes what people should see before they agree. */
  readonly show: (text: string) => void;
}

/** How far a change came. */
export type SwitchOutcome =
  /** The file and the last commit say so already; nothing was planned. */
  | "already so"
  /** Shown and planned; nothing was written or applied. */
  | "shown"
  | "applied"
  /** Written, and perhaps committed; the apply failed. */
  | "not applied";

/** What a change came to. */
export interface ChangedEnvironment {
  readonly environment: EnvironmentName;
  readonly outcome: SwitchOutcome;
  /** File with the switches, relative to the project. */
  readonly file: string;
  readonly diff: string;
  readonly consequences: readonly string[];
  readonly plan: EnvironmentPlan | undefined;
  /** Short id of the commit. */
  readonly commit: string | undefined;
  readonly deployment: DeployOutcome | undefined;
}

/**
 * Changes an environment's switches and applies that: diff, what follows, plan,
 * agreement, file, commit, apply, in this order. Nothing is written before the
 * agreement. Killed anywhere and called again it goes on where it stopped.
 *
 * @throws ConfigurationError for data that would be wrong, or a file that differs from its commit; CommandFailure when a rule or the plan fails, or the agreement is not given
 */
export async function changeEnvironment(props: ChangeProps): Promise<ChangedEnvironment> {
  const { environment, env = {}, show } = props;
  const before = readSwitchesFile(environment);
  const wanted = props.wanted(before.switches);
  const spec = environmentWith(environment, wanted, { ...process.env, ...env });
  const changed = changeSwitches(before, wanted);
  const base = committed(before.file, before.text, changed);
  const consequences = props.consequences(base.switches, spec);
  const diff = (colour: boolean) =>
    unifiedDiff({ file: before.file, before: base.text, after: changed.text }, colour);
  const result = { environment, file: before.file, diff: diff(false), consequences };
  const nothing = { plan: undefined, commit: undefined, deployment: undefined };
  if (base.text === changed.text) return { ...result, ...nothing, outcome: "already so" };

  show(diff(isTerminal("stderr")));
  for (const sentence of consequences) show(`note: ${sentence}\n`);
  requireWayToCommit(spec, props);
  // The deploy asks again, and says what it found.
  await requireEnforcedPolicies(spec, props.openNetwork, () => {});
  const plan = await planEnvironment({ environment, spec, env, say: props.say });
  show(renderPlan(plan, paintFor("stderr")));
  if (plan.failure !== undefined) throw plan.failure;
  if (!(await isAgreed(plan, props))) return { ...result, ...nothing, plan, outcome: "shown" };

  if (before.text !== changed.text) writeAtomically(before.file, changed.text);
  const commit = await commitIfWanted(before.file, props.message(base.switches, wanted), props);
  const deployment = await deployEnvironment({
    environment,
    plan: true,
    yes: true,
    allowDestroy: props.allowDestroy,
    unlockReleases: false,
    openNetwork: props.openNetwork,
    ask: props.ask,
    env,
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

/** What is protected is deployed from a commit: better known before the file is written than after. */
function requireWayToCommit(spec: EnvironmentSpec, { ask, commit, yes }: ChangeProps) {
  requireCommitted(spec);
  const isOffered = commit || (ask !== undefined && !yes);
  if (!isProtected(spec) || isOffered || !yes) return;
  throw refusal(
    "command line",
    `${spec.name} is deployed from a commit, and --yes asks for none`,
    "add --commit",
  );
}

async function isAgreed(plan: EnvironmentPlan, props: ChangeProps): Promise<boolean> {
  const { ask, yes, say, allowDestroy } = props;
  const losses = plan.stacks.flatMap(({ id, changes }) =>
    changes.flatMap(({ address, loses }) =>
      loses === undefined || allowDestroy.includes(address) ? [] : [{ id, address, loses }],
    ),
  );
  // On a terminal the deploy asks for each of them; elsewhere it would refuse when all is written.
  if (ask === undefined && losses.length > 0 && yes) {
    throw new CommandFailure(
      [
        "refused: this would destroy what holds state; nothing was written",
        ...losses.map(({ id, address, loses }) => `  ${id} ${address}: ${loses}`),
      ].join("\n"),
      `when it may go, name each: ${losses.map(({ address }) => `--allow-destroy '${address}'`).join(" ")}`,
    );
  }
  if (yes) return true;
  if (ask === undefined) return false;
  if (!plan.stacks.some(hasChanges)) say("the cluster is so already: nothing would be applied");
  return (await ask("Write this and apply it? Type yes: ")).trim() === "yes";
}

/** @returns the commit's short id; undefined when none is wanted */
async function commitIfWanted(
  file: string,
  message: string,
  { ask, commit, yes, say }: ChangeProps,
): Promise<string | undefined> {
  const isWanted = commit || (!yes && ask !== undefined && (await isCommitAgreed(ask, message)));
  if (isWanted) {
    const id = commitFile(file, message);
    say(`${file}: commit ${id}`);
    return id;
  }
  say(
    `${file} is changed and not committed; so that it stays: git commit --only -m ${JSON.stringify(subjectOf(message))} -- ${file}`,
  );
  return undefined;
}

async function isCommitAgreed(ask: Ask, message: string): Promise<boolean> {
  const answer = await ask(`Commit it as "${subjectOf(message)}"? [Y/n] `);
  return !/^n/i.test(answer.trim());
}

function subjectOf(message: string): string {
  return message.split("\n")[0] ?? "";
}

function refusal(file: string, message: string, fix: string): ConfigurationError {
  const issue: ConfigurationIssue = { file, path: "", value: undefined, message, fix };
  return new ConfigurationError([issue]);
}
