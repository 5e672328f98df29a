import { z } from "zod";
import { fqdn } from "./hosts";

/** What Terraform Cloud does on its own. Whatever it queues, a person or a pipeline confirms. */
const runs = z.strictObject({
  /** A run is queued when a stack that this one depends on was applied. */
  triggers: z.boolean(),
  /** Regular drift detection, where the organization's plan includes health assessments. */
  healthAssessments: z.boolean(),
});

const terraformCloud = z.strictObject({
  kind: z.literal("terraform-cloud"),
  /** Server of Terraform Cloud or Terraform Enterprise, without scheme. */
  hostname: fqdn,
  organization: z.string().min(1),
  /**
   * Project of the environment's workspaces, its own.
   *
   * @default the organization's default project
   */
  project: z.string().min(3).max(40).optional(),
  /** Where runs execute; k3s and private clusters need `agent` or `local`. */
  executionMode: z.enum(["remote", "agent", "local"]),
  /** Name of the agent pool, which with its token is made by a person; for `agent` only. */
  agentPool: z.string().min(1).optional(),
  /** Terraform that executes the runs, exact. */
  terraformVersion: z.string().regex(/^\d+\.\d+\.\d+$/, "must be an exact version, e.g. 1.11.4"),
  /** Not with `local`, which has no runs. */
  runs: runs.optional(),
});
const localState = z.strictObject({ kind: z.literal("local") });

/** Where Terraform keeps an environment's state. */
export const state = z.discriminatedUnion("kind", [terraformCloud, localState]);
export type StateSpec = z.output<typeof state>;
export type TerraformCloudState = z.output<typeof terraformCloud>;
