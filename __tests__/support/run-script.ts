import { spawn } from "node:child_process";

// A program takes a second, and on a machine that is busy with other things many.
jest.setTimeout(120_000);

/** How a program of the project ended, and what it printed. */
export interface ScriptResult {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program of the project as a person would, while servers of the test go on answering. */
export function runScript(
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<ScriptResult> {
  const child = spawn(process.execPath, ["scripts/run.mjs", program, ...args], {
    env: variablesWith(env),
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output = { stdout: "", stderr: "" };
  child.stdout.on("data", (data: Buffer) => (output.stdout += data.toString("utf8")));
  child.stderr.on("data", (data: Buffer) => (output.stderr += data.toString("utf8")));
  return new Promise((resolve) => child.on("close", (status) => resolve({ status, ...output })));
}

/** Runs a script of the pipeline: `scripts/ci/<name>.ts`. */
export function runCiScript(
  name: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<ScriptResult> {
  return runScript(`scripts/ci/${name}.ts`, args, env);
}

/** Variables of a program: those of the test, but for what its machine knows of clusters and of GitHub. */
export function variablesWith(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return { ...process.env, ...OUTSIDE_OF_GITHUB, KUBECONFIG: "", KUBE_CONTEXT: "", ...env };
}

/** A test that itself runs in a workflow must not write into its summary. */
const OUTSIDE_OF_GITHUB = {
  GITHUB_STEP_SUMMARY: "",
  GITHUB_OUTPUT: "",
  GITHUB_TOKEN: "",
  GITHUB_REPOSITORY: "",
  GITHUB_API_URL: "",
};
