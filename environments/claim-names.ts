/** The claim that another one's data moves to. */
export function successorName(claim: string): string {
  return `${claim}-rwx`;
}
