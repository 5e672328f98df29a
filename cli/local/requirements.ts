import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { z } from "zod";
import type { EnvironmentSpec } from "../../environments/schema";
import { chartSource } from "../../modules/helm/chart-source";
import { installedCharts } from "../../environments/switched";
import { CommandFailure } from "../../runtime/failure";
import { run } from "../../runtime/process/run";
import type { SynthesizedStack } from "../synthesis/synthesize";
import { terraformBinary } from "../../runtime/terraform/binary";
import { terraformEnvironment } from "../../runtime/terraform/environment";

const INDEX_TIMEOUT_MS = 15_000;

const stack = z.object({
  terraform: z.object({ required_providers: z.record(z.string(), z.unknown()) }),
});

/**
 * Sees before anything is built or started that Terraform or OpenTofu, the
 * providers and the charts of the local environment can be had.
 *
 * @param stacks of the environment; they pin the providers
 * @throws CommandFailure naming everything of the first kind that cannot be had
 */
export async function checkRequirements(
  spec: EnvironmentSpec,
  stacks: readonly SynthesizedStack[],
): Promise<void> {
  const { program } = terraformBinary();
  await checkProviders(
    program,
    Object.assign({}, ...stacks.map(({ json }) => stack.parse(json).terraform.required_providers)),
  );
  await checkRepositories(spec);
}

/** `init` of nothing but the providers, the way the program gets them here. */
async function checkProviders(
  program: string,
  providers: Readonly<Record<string, unknown>>,
): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), "fluxibri-providers-"));
  try {
    writeFileSync(
      path.join(folder, "main.tf.json"),
      JSON.stringify({ terraform: { required_providers: providers } }),
    );
    const { ok, stdout, stderr } = await run({
      program,
      args: [`-chdir=${folder}`, "init", "-input=false", "-no-color"],
      env: terraformEnvironment(),
    });
    if (ok) return;
    const errors = `${stderr}\n${stdout}`.split("\n").filter((line) => /[│]/.test(line));
    throw new CommandFailure(
      `${program} cannot get the providers ${Object.keys(providers).join(", ")}:\n${errors.join("\n") || stderr.trim()}`,
      "let this machine reach its registry, or give it a mirror or a plugin folder: https://developer.hashicorp.com/terraform/cli/config/config-file#provider-installation",
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Charts of a folder were looked at when the environment was built; repositories are asked here. */
async function checkRepositories(spec: EnvironmentSpec): Promise<void> {
  const sources = installedCharts(spec).map((chart) => chartSource(chart, spec));
  const repositories = [...new Set(sources.flatMap(({ repository }) => repository ?? []))];
  const answers = await Promise.all(
    repositories
      .filter((repository) => repository.startsWith("http"))
      .map(async (repository) => ({ repository, problem: await ask(repository) })),
  );
  const silent = answers.filter(({ problem }) => problem !== undefined);
  if (silent.length === 0) return;
  throw new CommandFailure(
    `chart repositories that do not answer:\n${silent.map(({ repository, problem }) => `  ${repository}: ${problem}`).join("\n")}`,
    "let this machine reach them, or set CHART_MIRROR to a folder with the charts (helm pull CHART --repo URL --version PIN, pins in charts.yaml) or to a repository that has them",
  );
}

/** Undefined when the repository has an index. */
async function ask(repository: string): Promise<string | undefined> {
  try {
    const response = await fetch(`${repository}/index.yaml`, {
      signal: AbortSignal.timeout(INDEX_TIMEOUT_MS),
    });
    await response.body?.cancel();
    return response.ok ? undefined : `HTTP ${response.status}`;
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return cause instanceof Error ? cause.message : String(cause);
  }
}
