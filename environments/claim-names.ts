import type { EnvironmentSpec } from "./schema";

/** The claim that another one's data moves to. */
export function successorName(claim: string): string {
  return `${claim}-rwx`;
}

/** The claim that pods mount where the data says `claim`: itself, or its successor once it has moved. */
export function mountedName(
  claim: string,
  moves: EnvironmentSpec["switches"]["claimMoves"],
): string {
  return moves[claim] === "moved" ? successorName(claim) : claim;
}
