import { CommandFailure } from "../../runtime/failure";
import type { StackPlan } from "../operation/saved-plans";

/** Node groups whose sizes a plan changes, and would set to what it saw. */
export function resizedGroups({ changes }: StackPlan): readonly string[] {
  return changes.filter(({ nodes }) => nodes?.resizes === true).map(({ address }) => address);
}

/**
 * A new size sends the group's size of plan time along. Rolling nodes takes an
 * hour, in which the autoscaler goes on: the two are not for one apply.
 *
 * @throws CommandFailure when a plan does both
 */
export function requireSeparateResize(plans: readonly StackPlan[], environment: string): void {
  for (const plan of plans) {
    const resized = resizedGroups(plan);
    const rolled = plan.changes.filter(({ nodes, loses }) => nodes?.rolls && loses !== undefined);
    if (resized.length === 0 || rolled.length === 0) continue;
    throw new CommandFailure(
      [
        `refused: ${plan.id} would roll nodes and change sizes in one apply, and set groups back to the size that they had before the roll`,
        ...rolled.map(({ address }) => `  rolls    ${address}`),
        ...resized.map((address) => `  resizes  ${address}`),
      ].join("\n"),
      `put one of the two changes away, deploy, and then the other: npm run deploy -- ${environment} node-pools`,
    );
  }
}

/** Groups that are resized and have another size than when they were shown. */
export function movedGroups(shown: StackPlan, plan: StackPlan): readonly string[] {
  return plan.changes.flatMap(({ address, nodes }) => {
    const before = shown.changes.find((change) => change.address === address)?.nodes;
    return nodes?.resizes !== true || before === undefined || before.now === nodes.now
      ? []
      : [
          `${address} has ${nodes.now} nodes now, ${before.now} when it was planned; it keeps ${nodes.now}`,
        ];
  });
}
