import { z } from "zod";
import type { PlannedChange } from "./changes";

/** What a change does to the nodes of a managed node group. */
export const nodeEffect = z.object({
  /** Nodes that the group has, as the plan saw it. */
  now: z.int(),
  /** In place: every node is replaced, one after another. */
  rolls: z.boolean(),
  /** In place: min or max change, and the size of now is sent along. */
  resizes: z.boolean(),
  /** Nodes that the new group begins with, when the group is replaced. */
  first: z.int().optional(),
});
export type NodeEffect = z.output<typeof nodeEffect>;

const size = z.number().nullish();
const group = z.object({
  scaling_config: z
    .array(z.object({ min_size: size, max_size: size, desired_size: size }))
    .default([]),
  version: z.unknown().optional(),
  release_version: z.unknown().optional(),
  launch_template: z.unknown().optional(),
});

/** Arguments whose change makes EKS replace the nodes: https://docs.aws.amazon.com/eks/latest/APIReference/API_UpdateNodegroupVersion.html */
const ROLLING = ["version", "release_version", "launch_template"] as const;

/** Undefined for what is no node group, or one that is made. */
export function nodeEffectOf(change: PlannedChange): NodeEffect | undefined {
  if (change.type !== "aws_eks_node_group" || change.action === "create") return undefined;
  const before = group.safeParse(change.before).data;
  const after = group.safeParse(change.after).data;
  const sizesBefore = before?.scaling_config[0];
  const sizesAfter = after?.scaling_config[0];
  const inPlace = change.action === "update";
  return {
    now: sizesBefore?.desired_size ?? 0,
    rolls: inPlace && ROLLING.some((name) => differs(change, name)),
    resizes:
      inPlace &&
      (sizesBefore?.min_size !== sizesAfter?.min_size ||
        sizesBefore?.max_size !== sizesAfter?.max_size),
    ...(change.action === "replace" ? { first: sizesAfter?.desired_size ?? 0 } : {}),
  };
}

function differs({ before, after, afterUnknown }: PlannedChange, name: string): boolean {
  const at = (value: unknown): unknown =>
    typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
  return (
    JSON.stringify(at(afterUnknown) ?? false).includes("true") ||
    JSON.stringify(at(before)) !== JSON.stringify(at(after))
  );
}

/** What nodes and jobs lose by it; undefined: nothing. */
export function lostNodes({ now, rolls, first }: NodeEffect): string | undefined {
  if (first !== undefined) {
    return `its ${now} nodes, the jobs that run on them and their local volumes; the new group begins with ${first} nodes, so capacity is ${first} of ${now} until the autoscaler has grown it (without that loss: docs/runbook.md, "A pool gets other machines")`;
  }
  return rolls && now > 0
    ? `its ${now} nodes, one after another; a job that takes longer than 15 minutes makes the update give up half-way: wait for an empty queue`
    : undefined;
}
