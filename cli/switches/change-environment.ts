import { environmentWith } from "../../environments";
import type { EnvironmentName, EnvironmentSpec, Switches } from "../../environments/schema";
import { type DeployOutcome, deployEnvironment } from "../deploy/deploy-environment";
import { requireEnforcedPolicies } from "../deploy/network-policies-guard";
import { CommandFailure } from "../../runtime/failure";
import { type EnvironmentPlan, hasChanges, planEnvironment } from "../operation/plan-environment";
import { paintFor } from "../../runtime/paint";
import { renderPlan } from "../operation/render-plan";
import { commitIfWanted, type CommitProps, committed, requireWayToCommit } from "./commit";
import { unifiedDiff } from "./diff";
import { changeSwitches, readSwitchesFile, writeAtomically } from "./switches-file";
import { isTerminal } from "../../masking/output";

/** What shall become of an environment's switches, and how. */
export interface ChangeProps extends CommitProps {
  readonly environment: EnvironmentName;
  /** Switches as they shall be, from those that are. */
  wanted(switches: Switches): Switches;
  /** What follows from it, in sentences; asked before anything is written. */
  consequences(before: Switches, after: EnvironmentSpec): readonly string[];
  /** Message of the commit: a subject, and what was called. */
  message(before: Switches, after: Switches): string;
  /** Addresses that may be destroyed although they hold state. */
  readonly allowDestroy: readonly string[];
  /** Why it may be applied where network policies are not enforced; undefined: it may not. */
  readonly openNetwork: string | undefined;
  /**
   * Added to this process's environment, as for a plan.
   *
   * @default {}
   */
  readonly env?: Readonly<Record<string, string>>;
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
