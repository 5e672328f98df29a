/** What is different from a base in the synthesized Terraform. */
export interface ChangesReport {
  /** Revision or folder that was named. */
  readonly base: string;
  /** Stacks that differ; those of environments that are not on the page are left out. */
  readonly stacks: readonly StackChangeReport[];
}

/** A stack whose Terraform is another one. */
export interface StackChangeReport {
  readonly stack: string;
  readonly status: "added" | "removed" | "changed";
  /** Terraform addresses. */
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly changed: readonly AttributeChangeReport[];
  /** What a reviewer must not overlook. */
  readonly warnings: readonly string[];
}

/** An attribute of a block that both sides have. */
export interface AttributeChangeReport {
  readonly address: string;
  /** Path inside of the block. */
  readonly path: string;
  /** As JSON, masked and shortened; `not set` where there is none. */
  readonly before: string;
  readonly after: string;
}
