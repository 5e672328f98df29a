/**
 * Points git at .githooks. Runs after every install, so it is silent and never
 * fails one: outside a git checkout, in CI and without git it does nothing.
 * A hooks folder that is set already is left alone.
 */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const project = fileURLToPath(new URL("..", import.meta.url));
const git = (...args) => spawnSync("git", args, { cwd: project, encoding: "utf8" });

// .git is a file in a worktree. A parent's repository is not ours to configure.
if (!process.env.CI && existsSync(`${project}.git`)) {
  const chosen = git("config", "--get", "core.hooksPath");
  if (chosen.status === 1) git("config", "--local", "core.hooksPath", ".githooks");
}
