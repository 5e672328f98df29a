import { StackFailure } from "../../runtime/terraform/stack-failure";
import { countChanges, type PlanContent } from "../../cli/operation/changes";
import { callsNotAllowed } from "../../cli/policy/calls";
import type { Policies } from "../../cli/policy/documents";
import { type LoggedRequest, type TerraformPhase, summary } from "../../testbed/aws/request-log";
import type { AwsChange } from "./change";
import type { TriedStack } from "./tried-stack";
import type { World } from "./world";

/** What became of a change. */
export interface AwsChangeOutcome {
  readonly name: string;
  readonly title: string;
  readonly stack: string;
  readonly result: "passed" | "failed";
  /** `1 to add, 2 to change, 0 to destroy, replaced: aws_eks_node_group`. */
  readonly planned: string;
  /** Requests that change something, in order. */
  readonly sent: string;
  /** What AWS or Terraform refused. */
  readonly refused: string | undefined;
  /** What is lost or left behind; why the change failed its check. */
  readonly seen: string;
  readonly milliseconds: number;
}

const NOTHING: PlanContent = { changes: [], addresses: [], outputs: [] };
const SHOWN = 300;

/** Makes a change, and looks at what comes of it. */
export async function runChange(change: AwsChange, world: World): Promise<AwsChangeOutcome> {
  const { name, title, stack: stackName } = change;
  const { standIn } = world;
  const started = Date.now();
  let plan = NOTHING;
  let refused: string | undefined;
  let asked = standIn.log.count;
  try {
    standIn.nodes.giveJobs();
    await change.before?.(world);
    change.edit?.(world);
    asked = standIn.log.count;
    const ended = standIn.nodes.endings.length;
    const stack = await world.synthesize(stackName, change.code);
    try {
      if (change.deploy !== undefined) {
        standIn.log.phase = "apply";
        await change.deploy(world);
      } else await terraform(stack);
    } catch (error) {
      if (!(error instanceof StackFailure)) throw error;
      if (change.killAt !== undefined) stack.recoverState();
      refused = error.errors.map(({ cause }) => cause).join("; ");
    }
    standIn.log.phase = undefined;
    const sent = standIn.log.writesSince(asked);
    const endings = standIn.nodes.endings.slice(ended);
    const seen = await change.check({ world, plan, sent, refused, endings });
    requireAllowed(standIn.log.since(asked), world.policies);
    return outcome("passed", seen);
  } catch (error) {
    return outcome("failed", error instanceof Error ? error.message : String(error));
  } finally {
    standIn.faults.clear();
    standIn.log.phase = undefined;
    await change.after?.(world);
  }

  async function terraform(stack: TriedStack): Promise<void> {
    standIn.log.phase = "plan";
    const hasChanges = await stack.plan();
    await change.meanwhile?.(world);
    standIn.log.phase = "apply";
    // An apply does not touch the file that its plan is read from.
    const reading = hasChanges ? stack.planned() : Promise.resolve(NOTHING);
    const applying =
      hasChanges && change.planOnly !== true ? stack.apply(killer(change)) : Promise.resolve();
    const [read, applied] = await Promise.allSettled([reading, applying]);
    if (read.status === "fulfilled") plan = read.value;
    for (const each of [read, applied]) if (each.status === "rejected") throw each.reason;
  }

  /** Kills Terraform where the change says so. */
  function killer({ killAt }: AwsChange): ((pid: number) => void) | undefined {
    if (killAt === undefined) return undefined;
    return (pid) =>
      standIn.faults.when(killAt.action, killAt.count, () => process.kill(pid, "SIGKILL"));
  }

  function outcome(result: AwsChangeOutcome["result"], seen: string): AwsChangeOutcome {
    return {
      name,
      title,
      stack: stackName,
      result,
      planned: figures(plan),
      sent: summary(standIn.log.writesSince(asked)) || "nothing",
      refused: refused?.slice(0, SHOWN),
      seen,
      milliseconds: Date.now() - started,
    };
  }
}

/** A plan has the rights to read, an apply all. */
function requireAllowed(requests: readonly LoggedRequest[], policies: Policies): void {
  const during = (phase: TerraformPhase) => requests.filter((request) => request.phase === phase);
  const missing = [
    ...callsNotAllowed(during("plan"), { ...policies, apply: [] }).map(
      (call) => `${call} in a plan`,
    ),
    ...callsNotAllowed(during("apply"), policies).map((call) => `${call} in an apply`),
  ];
  if (missing.length === 0) return;
  throw new Error(
    `the policies of npm run policy do not allow ${missing.join(", ")}: complete environments/facts/aws-actions.ts`,
  );
}

function figures({ changes }: PlanContent): string {
  const { add, change, destroy } = countChanges(changes);
  const replaced = new Map<string, number>();
  for (const { action, type } of changes) {
    if (action === "replace") replaced.set(type, (replaced.get(type) ?? 0) + 1);
  }
  const types = [...replaced].map(([type, count]) => `${count} ${type}`).join(", ");
  return `+${add} ~${change} -${destroy}${types === "" ? "" : `, replaced: ${types}`}`;
}
