import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { projectFile } from "../../environments/project";
import { CommandFailure } from "../../runtime/failure";
import { usageError } from "../../runtime/misuse";
import { run } from "../../runtime/process/run";
import { objectOf, type Stacks } from "./data/changes";

/** An install of another lockfile's packages takes minutes. */
const INSTALL_SECONDS = 900;
const SYNTHESIS_SECONDS = 300;

/**
 * The synthesized stacks of a base.
 *
 * @param base folder that `npm start` wrote, or a git revision: it is synthesized in a folder of its own, with its own code
 * @throws ConfigurationError where there is no such base; BaseNotSynthesized where it can't be synthesized
 */
export async function stacksOfBase(base: string): Promise<Stacks> {
  if (existsSync(path.join(base, "stacks"))) return readStacks(base);
  const folder = mkdtempSync(path.join(tmpdir(), "fluxibri-base-"));
  const checkout = path.join(folder, "base");
  const cwd = projectFile(".");
  const git = (...args: readonly string[]) => run({ program: "git", args, cwd });
  try {
    // Options end before it: a base that begins with a hyphen is none of git's options.
    const commit = await git(
      "rev-parse",
      "--verify",
      "--quiet",
      "--end-of-options",
      `${base}^{commit}`,
    );
    const id = commit.stdout.trim();
    const added =
      commit.ok && (await git("worktree", "add", "--quiet", "--detach", checkout, id)).ok;
    if (!added) {
      throw usageError(
        base,
        `${base} is neither a folder with stacks/ nor a commit of this checkout`,
        "name a folder that npm start wrote (cdktf.out), or fetch the commit first",
        "--base",
      );
    }
    await synthesizeIn(checkout, base);
    return readStacks(path.join(checkout, "cdktf.out"));
  } finally {
    await git("worktree", "remove", "--force", checkout);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** With the packages that are here where the lockfiles are equal. */
async function synthesizeIn(folder: string, base: string): Promise<void> {
  const lockfile = (of: string) => readFileSync(path.join(of, "package-lock.json"), "utf8");
  if (lockfile(folder) === lockfile(projectFile("."))) {
    symlinkSync(projectFile("node_modules"), path.join(folder, "node_modules"));
  } else {
    const args = ["ci", "--ignore-scripts", "--loglevel=error"];
    const install = await run({
      program: "npm",
      args,
      cwd: folder,
      timeoutSeconds: INSTALL_SECONDS,
    });
    if (!install.ok) throw unsynthesized(base, install.stderr);
  }
  const synthesis = await run({
    program: process.execPath,
    args: ["--import", "tsx", "main.ts"],
    cwd: folder,
    timeoutSeconds: SYNTHESIS_SECONDS,
  });
  if (!synthesis.ok) throw unsynthesized(base, synthesis.stderr);
}

/** A base that is there, and whose own code does not synthesize it. */
export class BaseNotSynthesized extends CommandFailure {}

function unsynthesized(base: string, stderr: string): BaseNotSynthesized {
  return new BaseNotSynthesized(
    `${base} can't be synthesized: ${stderr.trim() || "it says nothing"}`,
    "name a commit that npm start succeeds with, or leave --base out",
  );
}

function readStacks(folder: string): Stacks {
  const stacks = path.join(folder, "stacks");
  return Object.fromEntries(
    readdirSync(stacks).flatMap((id) => {
      const file = path.join(stacks, id, "cdk.tf.json");
      const json: unknown = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
      return json === undefined ? [] : [[id, objectOf(json)]];
    }),
  );
}
