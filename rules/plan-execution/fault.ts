/** What is wrong with a block, for a finding. */
export interface Fault {
  readonly message: string;
  readonly fix: string;
  /** Runs a program, or asks a server of its author's choice: also wrong in a plan of others. */
  readonly everywhere?: boolean;
}
