import assert from "node:assert/strict";
import { z } from "zod";
import { run } from "../runtime/process/run";
import { TESTBED_CONTEXT } from "../testbed/kubeconfig";
import { type E2e, testbedOf } from "./phase";

/** What `npm run doctor` found. */
export const doctorReport = z.object({
  diagnoses: z.array(
    z.object({
      id: z.string(),
      severity: z.string(),
      object: z.string(),
      cause: z.string(),
      evidence: z.array(z.string()),
      command: z.string().optional(),
    }),
  ),
  unread: z.array(z.string()),
});
export type DoctorReport = z.output<typeof doctorReport>;

/** What `npm run drift` found. */
export const driftReport = z.object({
  drifted: z.boolean(),
  compared: z.object({ releases: z.number(), objects: z.number() }),
  releases: z.array(
    z.object({ object: z.string(), field: z.string(), code: z.string(), live: z.string() }),
  ),
  plan: z.object({ outcome: z.string() }).nullable(),
});

/**
 * Runs a command of the project on the testbed, for machines.
 *
 * @param kubeconfig @default the administrator's
 */
export async function runJson<S extends z.ZodType>(
  e2e: E2e,
  command: string,
  args: readonly string[],
  schema: S,
  kubeconfig = testbedOf(e2e).kubeconfig,
): Promise<{ readonly status: number; readonly report: z.output<S> }> {
  const cluster = ["--kubeconfig", kubeconfig, "--context", TESTBED_CONTEXT, "--json"];
  // This process looks after KEDA and the workers meanwhile, so it must not block.
  const { status, stdout, stderr } = await run({
    program: process.execPath,
    args: ["scripts/run.mjs", `cli/${command}/index.ts`, ...args, ...cluster],
    cwd: e2e.project.folder,
    env: e2e.project.environment(),
  });
  const { data: report } = schema.safeParse(JSON.parse(stdout || "null"));
  assert.ok(report !== undefined, `npm run ${command} printed no report: ${stderr}`);
  return { status, report };
}
