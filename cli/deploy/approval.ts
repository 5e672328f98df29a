import { CommandFailure } from "../../runtime/failure";
import type { Ask } from "../../runtime/terminal";
import type { ShownChange, StackPlan } from "../operation/saved-plans";

/** Who says yes. */
export interface Approval {
  /** Changes that destroy nothing that holds state need no question. */
  readonly yes: boolean;
  /** Addresses that may be destroyed although they hold state. */
  readonly allowDestroy: readonly string[];
  /** Undefined: there is no terminal to ask on. */
  readonly ask: Ask | undefined;
  /** How the command is called, for advice. */
  readonly command: string;
}

/** A change that destroys what the code cannot make again. */
interface Loss {
  readonly id: string;
  readonly address: string;
  readonly action: ShownChange["action"];
  readonly loses: string;
}

/**
 * Gets the agreement to plans that were shown: one yes for all, and for each
 * resource that holds state its address, on the command line or typed.
 *
 * @throws CommandFailure when it is not given, or there is no terminal to ask on
 */
export async function approve(plans: readonly StackPlan[], approval: Approval): Promise<void> {
  const { allowDestroy, ask, command, yes } = approval;
  const losses = lossesOf(plans).filter(({ address }) => !allowDestroy.includes(address));
  if (ask === undefined) {
    if (losses.length > 0) throw refusal(losses, command);
    if (yes) return;
    throw new CommandFailure(
      "nothing was applied: there is no terminal to ask on",
      `when the plan is what is meant: ${command} --yes`,
    );
  }
  for (const loss of losses) {
    const { id, address } = loss;
    const typed = await ask(`${id}: ${address} ${told(loss)}.\nType the address to agree: `);
    if (typed.trim() !== address) throw refusal(losses, command);
  }
  if (yes) return;
  const answer = await ask("Apply this? Type yes: ");
  if (answer.trim() !== "yes") {
    throw new CommandFailure("nothing was applied: you did not say yes", command);
  }
}

function lossesOf(plans: readonly StackPlan[]): readonly Loss[] {
  return plans.flatMap(({ id, changes }) =>
    changes.flatMap(({ address, action, loses }: ShownChange) =>
      loses === undefined ? [] : [{ id, address, action, loses }],
    ),
  );
}

function told({ action, loses }: Loss): string {
  return action === "update"
    ? `is changed in place, which takes ${loses}`
    : `is destroyed, and ${loses} with it`;
}

function refusal(losses: readonly Loss[], command: string): CommandFailure {
  const named = losses.map(({ address }) => `--allow-destroy '${address}'`).join(" ");
  return new CommandFailure(
    [
      "refused: this would destroy what holds state",
      ...losses.map(({ id, address, loses }) => `  ${id} ${address}: ${loses}`),
    ].join("\n"),
    `save what is needed; when it may go, name each: ${command} ${named}`,
  );
}
