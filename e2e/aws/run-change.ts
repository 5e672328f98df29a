import { StackFailure } from "../../cli/terraform/stack-failure";
import { countChanges, type PlanContent } from "../../cli/plan/changes";
import { summary } from "../../testbed/aws/request-log";
import type { Change } from "./change";
import type { World } from "./world";

/** What became of a change. */
export interface ChangeOutcome {
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
export async function runChange(change: Change, world: World): Promise<ChangeOutcome> {
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
    const stack = await world.synthesize(stackName);
    try {
      plan = await stack.plan();
      await change.meanwhile?.(world);
      if (change.planOnly !== true && plan.changes.length > 0) {
        await stack.apply((pid) => {
          const { killAt } = change;
          if (killAt === undefined) return;
          standIn.faults.when(killAt.action, killAt.count, () => process.kill(pid, "SIGKILL"));
        });
      }
    } catch (error) {
      if (!(error instanceof StackFailure)) throw error;
      if (change.killAt !== undefined) stack.recoverState();
      refused = error.errors.map(({ cause }) => cause).join("; ");
    }
    const sent = standIn.log.writesSince(asked);
    const endings = standIn.nodes.endings.slice(ended);
    const seen = await change.check({ world, plan, sent, refused, endings });
    return outcome("passed", seen);
  } catch (error) {
    return outcome("failed", error instanceof Error ? error.message : String(error));
  } finally {
    standIn.faults.clear();
    await change.after?.(world);
  }

  function outcome(result: ChangeOutcome["result"], seen: string): ChangeOutcome {
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

function figures({ changes }: PlanContent): string {
  const { add, change, destroy } = countChanges(changes);
  const replaced = new Map<string, number>();
  for (const { action, type } of changes) {
    if (action === "replace") replaced.set(type, (replaced.get(type) ?? 0) + 1);
  }
  const types = [...replaced].map(([type, count]) => `${count} ${type}`).join(", ");
  return `+${add} ~${change} -${destroy}${types === "" ? "" : `, replaced: ${types}`}`;
}
