/** What is different from a base. */
export interface ChangesReport {
  /** Revision, folder or file that was named. */
  readonly base: string;
  /** When there is nothing to compare with: why. */
  readonly problem: string | undefined;
  readonly stacks: readonly StackChangeReport[];
  /** Figures of environments that are others: capacity, cost, findings. */
  readonly figures: readonly {
    readonly environment: string;
    readonly what: string;
    readonly before: string;
    readonly after: string;
  }[];
}

/** A stack whose Terraform is another one. */
export interface StackChangeReport {
  readonly stack: string;
  readonly status: "added" | "removed" | "changed";
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly changed: readonly {
    readonly address: string;
    /** Paths that differ, each with both values as JSON, shortened. */
    readonly attributes: readonly {
      readonly path: string;
      readonly before: string;
      readonly after: string;
    }[];
  }[];
  /** What a reviewer must not overlook. */
  readonly warnings: readonly string[];
}
