import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import type { TerraformBinary } from "../../runtime/terraform/binary";
import { nodeEffect } from "./node-effect";
import { hash } from "./upstream";

const shownChange = z.object({
  address: z.string(),
  type: z.string(),
  action: z.enum(["create", "update", "replace", "delete", "forget"]),
  /** For a replacement: the attributes that force it. */
  because: z.array(z.string()).readonly(),
  /** What is lost with it for good. */
  loses: z.string().optional(),
  /** For a managed node group that is there: what becomes of its nodes. */
  nodes: nodeEffect.optional(),
});
/** One resource in a plan, as it is shown. */
export type ShownChange = z.output<typeof shownChange>;

const stackPlan = z.object({
  stack: z.string(),
  /** `<environment>-<stack>`. */
  id: z.string(),
  /**
   * `state`: by Terraform, against state and cluster. `declared`: earlier stacks lack what it
   * reads, so with the values that their code declares; nothing can be applied from it.
   */
  basis: z.enum(["state", "declared"]),
  /** Why it was planned with declared values. */
  because: z.string().optional(),
  changes: z.array(shownChange).readonly(),
  /** A replacement counts as one added and one destroyed. */
  counts: z.object({ add: z.int(), change: z.int(), destroy: z.int() }),
  /** Declared, and it has a state: what changes in place is not known. */
  changesUnknown: z.boolean(),
  /** Outputs that change. */
  outputs: z.array(z.string()).readonly(),
});
/** The plan of one stack, as it is shown. */
export type StackPlan = z.output<typeof stackPlan>;

const record = z.object({
  /** Format of this file. */
  version: z.literal(1),
  createdAt: z.string(),
  /** Commit of the code; undefined outside git. */
  commit: z.string().optional(),
  /** Whether files differed from that commit. */
  uncommitted: z.boolean(),
  /** Hash of the stack's cdk.tf.json. */
  code: z.string(),
  /** Hash of what it read of earlier stacks; undefined when it was planned with declared values. */
  upstream: z.string().optional(),
  product: z.enum(["terraform", "opentofu"]),
  terraform: z.string(),
  /** Hash of the plan file; undefined when there is none. */
  plan: z.string().optional(),
  shown: stackPlan,
});

/** What is known of a plan that was kept. */
export type PlanRecord = z.output<typeof record>;

/** What a plan is held against. */
export interface Now {
  /** Hash of the stack's cdk.tf.json. */
  readonly code: string;
  /** Hash of what it reads of earlier stacks. */
  readonly upstream: string;
  readonly binary: TerraformBinary;
}

/** Why a plan that was kept is not used. */
export type Stale =
  | "it was not kept"
  | "its code changed"
  | "what it reads of earlier stacks changed"
  | "it was planned with declared values"
  | "it was made with another program"
  | "its file changed";

/** The plans of one environment, in `.plans/<environment>/`. Plan files hold values of the state: other users cannot read them. */
export class SavedPlans {
  constructor(readonly folder: string) {}

  /** Where Terraform writes the plan of a stack. */
  fileOf(stack: string): string {
    mkdirSync(this.folder, { recursive: true, mode: 0o700 });
    return path.join(this.folder, `${stack}.tfplan`);
  }

  save(entry: Omit<PlanRecord, "version" | "plan">, hasFile: boolean): void {
    const file = this.fileOf(entry.shown.id);
    if (!hasFile) rmSync(file, { force: true });
    const plan = hasFile ? hash(readFileSync(file)) : undefined;
    const target = this.recordOf(entry.shown.id);
    const text = JSON.stringify({ version: 1, ...entry, plan }, null, 2);
    writeFileSync(`${target}.arriving`, `${text}\n`, { mode: 0o600 });
    renameSync(`${target}.arriving`, target);
  }

  /** Undefined when there is none, or it is of another version of this project. */
  read(stack: string): PlanRecord | undefined {
    const file = this.recordOf(stack);
    if (!existsSync(file)) return undefined;
    try {
      return record.safeParse(JSON.parse(readFileSync(file, "utf8"))).data;
    } catch {
      return undefined;
    }
  }

  /** A plan that was applied cannot be applied again. */
  remove(stack: string): void {
    rmSync(this.fileOf(stack), { force: true });
    rmSync(this.recordOf(stack), { force: true });
  }

  /** Why what was shown of a stack may no longer be so; undefined: it is. */
  whyOutdated(stack: string, now: Now): Stale | undefined {
    const found = this.read(stack);
    if (found === undefined) return "it was not kept";
    if (found.code !== now.code) return "its code changed";
    if (found.product !== now.binary.product || found.terraform !== now.binary.version) {
      return "it was made with another program";
    }
    return found.upstream === undefined ? undefined : this.whyUnusable(stack, found, now);
  }

  /** Why the plan of a stack may not be applied as things are now; undefined: it may. */
  whyStale(stack: string, now: Now): Stale | undefined {
    const outdated = this.whyOutdated(stack, now);
    if (outdated !== undefined) return outdated;
    return this.read(stack)?.upstream === undefined
      ? "it was planned with declared values"
      : undefined;
  }

  private whyUnusable(stack: string, found: PlanRecord, now: Now): Stale | undefined {
    if (found.upstream !== now.upstream) return "what it reads of earlier stacks changed";
    const file = this.fileOf(stack);
    if (!existsSync(file) || hash(readFileSync(file)) !== found.plan) return "its file changed";
    return undefined;
  }

  private recordOf(stack: string): string {
    return path.join(this.folder, `${stack}.plan.json`);
  }
}
