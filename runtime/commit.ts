import { spawnSync } from "node:child_process";
import { projectFile } from "../environments/project";

/** The commit that code is from. */
export interface Commit {
  /** Undefined outside git. */
  readonly id: string | undefined;
  /** Files that differ from it, or are not in it. */
  readonly uncommitted: readonly string[];
}

/** Asks git where the code stands. */
export function currentCommit(): Commit {
  const git = (...args: readonly string[]) =>
    spawnSync("git", [...args], { cwd: projectFile("."), encoding: "utf8" });
  const head = git("rev-parse", "HEAD");
  if (head.status !== 0) return { id: undefined, uncommitted: [] };
  const { stdout } = git("status", "--porcelain");
  return {
    id: head.stdout.trim(),
    uncommitted: stdout.split("\n").filter((line) => line !== ""),
  };
}
