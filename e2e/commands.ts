import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { z } from "zod";
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
  const { status, stdout, stderr } = await run(e2e, [
    "scripts/run.mjs",
    `cli/${command}/index.ts`,
    ...args,
    ...cluster,
  ]);
  const { data: report } = schema.safeParse(JSON.parse(stdout || "null"));
  assert.ok(report !== undefined, `npm run ${command} printed no report: ${stderr}`);
  return { status, report };
}

/** KEDA and the workers are looked after by this process, which must not wait blindly. */
function run({ project }: E2e, args: readonly string[]) {
  return new Promise<{ status: number; stdout: string; stderr: string }>((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd: project.folder,
      env: project.environment(),
    });
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
    child.on("error", reject);
    child.on("close", (status) => resolve({ status: status ?? -1, stdout, stderr }));
  });
}
