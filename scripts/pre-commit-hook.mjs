#!/usr/bin/env node
/**
 * The hook of .pre-commit-hooks.yaml: pre-commit runs it from its own clone of
 * this repository, in the repository that is committed to. The first time it
 * installs from the lockfile and builds the check as one file; then it runs that.
 *
 * Usage: scripts/pre-commit-hook.mjs DIR [OPTION...]
 */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const project = fileURLToPath(new URL("..", import.meta.url));
const check = `${project}dist/fluxibri-check.mjs`;

/**
 * `git commit` gives its hooks GIT_DIR and others, with which every git below
 * would act on the repository that is committed to, whatever its folder.
 */
const ofGit = ([name]) => name.startsWith("GIT_");

if (!existsSync(check)) {
  const env = Object.fromEntries(Object.entries(process.env).filter((each) => !ofGit(each)));
  const built = spawnSync(
    process.execPath,
    ["--no-warnings", `${project}scripts/run.mjs`, "scripts/build-check.ts"],
    // In CI nothing sets the hooks of a clone, and nothing has to here.
    { cwd: project, env: { ...env, CI: "1" }, stdio: ["ignore", 2, 2] },
  );
  if (built.status !== 0) process.exit(built.status ?? 2);
}
const { status } = spawnSync(process.execPath, [check, ...process.argv.slice(2)], {
  stdio: "inherit",
});
process.exit(status ?? 2);
