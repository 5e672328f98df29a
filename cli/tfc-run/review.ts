import type { EnvironmentSpec } from "../../environments/schema";
import { approve } from "../deploy/approval";
import { requireSeparateResize, resizedGroups } from "../deploy/node-groups-guard";
import { CommandFailure } from "../../runtime/failure";
import { countChanges, plannedAt, readChanges } from "../operation/changes";
import type { StackPlan } from "../operation/saved-plans";
import { shownChanges } from "../operation/shown-changes";
import type { SynthesizedStack } from "../synthesis/synthesize";
import { type Api, TerraformCloudError } from "../../runtime/terraform/cloud-api";
import type { Run } from "./documents";

export interface ReviewProps {
  readonly api: Api;
  readonly spec: EnvironmentSpec;
  readonly stack: Pick<SynthesizedStack, "id" | "name">;
  /** Addresses that may be destroyed although they hold state. */
  readonly allowDestroy: readonly string[];
  /** Confirm what cannot be read. */
  readonly unread: boolean;
  /** Milliseconds since 1970. @default this machine's clock */
  readonly now?: () => number;
  /** Takes a line for people. */
  readonly say: (line: string) => void;
}

/**
 * Seconds for which the sizes in a plan count as those of now. The autoscaler looks
 * every 10; a run that waited for a worker, a policy check or another run is older.
 */
const SIZES_HOLD_SECONDS = 120;

/** Answers to a token that may not: Terraform Cloud hides what a token may not see. */
const MAY_NOT: readonly number[] = [401, 403, 404];

/**
 * Holds the plan of a run to what `npm run deploy` holds its plans to, before it is confirmed.
 *
 * @throws CommandFailure for a plan that must not be confirmed, or that cannot be read
 */
export async function reviewPlan(run: Run, props: ReviewProps): Promise<void> {
  const json = await planOf(run, props);
  if (json === undefined) return;
  const { stack, spec, allowDestroy } = props;
  const content = readChanges(json);
  const plan: StackPlan = {
    stack: stack.name,
    id: stack.id,
    basis: "state",
    counts: countChanges(content.changes),
    changes: shownChanges(content.changes, spec),
    changesUnknown: false,
    outputs: content.outputs,
  };
  requireSeparateResize([plan], spec.name);
  requireRecentSizes(plan, plannedAt(json), props);
  const command = `npm run tfc-run -- ${spec.name} ${stack.name} --confirm`;
  await approve([plan], { yes: true, allowDestroy, ask: undefined, command });
}

/** The run's plan as JSON; undefined where it cannot be read and need not be. */
async function planOf(
  { id, relationships }: Run,
  { api, stack, spec, unread, say }: ReviewProps,
): Promise<unknown> {
  const why = await read();
  if (typeof why !== "string") return why.json;
  if (unread) {
    say(`${stack.id}: confirmed unread: ${why}`);
    return undefined;
  }
  throw new CommandFailure(
    `${stack.id}: not confirmed: the plan of ${id} cannot be read, so what it destroys is not known (${why})`,
    `use a user's or a team's token with admin access to the workspace (an organization's token may not read plans), or confirm it there; to confirm it unread: npm run tfc-run -- ${spec.name} ${stack.name} --confirm --confirm-unread`,
  );

  async function read(): Promise<string | { readonly json: unknown }> {
    try {
      const json = await api.document(`plans/${relationships.plan.data.id}/json-output`);
      return json === undefined ? "the server has no JSON of it" : { json };
    } catch (error) {
      if (error instanceof TerraformCloudError && MAY_NOT.includes(error.status)) {
        return error.message;
      }
      throw error;
    }
  }
}

/** An apply sends the sizes of plan time along. */
function requireRecentSizes(
  plan: StackPlan,
  planned: number | undefined,
  { now = Date.now, spec }: ReviewProps,
): void {
  const resized = resizedGroups(plan);
  const seconds = planned === undefined ? undefined : Math.round((now() - planned) / 1000);
  if (resized.length === 0 || (seconds !== undefined && seconds <= SIZES_HOLD_SECONDS)) return;
  throw new CommandFailure(
    [
      `refused: ${plan.id} changes sizes, and would set groups back to those that they had when it was planned, ${seconds === undefined ? "at a time that it does not say" : `${seconds} s ago`}`,
      ...resized.map((address) => `  resizes  ${address}`),
    ].join("\n"),
    `discard the run, and start another: npm run tfc-run -- ${spec.name} ${plan.stack} --confirm`,
  );
}
