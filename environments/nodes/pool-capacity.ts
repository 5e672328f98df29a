import type { CapacityType, NodePool } from "../schema";

/** Kinds of capacity, by one word. */
export type CapacityKind = Extract<CapacityType, string> | Exclude<CapacityType, string>["kind"];

export function capacityKind({ capacityType }: Pick<NodePool, "capacityType">): CapacityKind {
  return typeof capacityType === "string" ? capacityType : capacityType.kind;
}
