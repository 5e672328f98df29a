import { projectFile } from "../environments/project";
import { CommandFailure } from "./failure";
import { runSync } from "./process/run-sync";

/** Where a file stands: in the last commit as it is, otherwise, or in no repository. */
export type FileState = "committed" | "uncommitted" | "no repository";

/** Asks git whether a file is what the last commit has. */
export function fileState(file: string): FileState {
  const { status, stdout } = git("status", "--porcelain", "--", file);
  if (status !== 0) return "no repository";
  return stdout === "" ? "committed" : "uncommitted";
}

/**
 * Commits one file and nothing else, whatever else is staged.
 *
 * @returns the commit's short id
 * @throws CommandFailure with git's words when it refuses
 */
export function commitFile(file: string, message: string): string {
  const { status, stdout, stderr } = git("commit", "--quiet", "--only", "-m", message, "--", file);
  if (status !== 0) {
    throw new CommandFailure(
      `git did not commit ${file}:\n${(stderr || stdout).trim()}`,
      `the file is changed; put right what git says, then: git commit --only -m ${JSON.stringify(message.split("\n")[0])} -- ${file}`,
    );
  }
  return git("rev-parse", "--short", "HEAD").stdout.trim();
}

/** The last commit's text of a file; undefined where it has none. */
export function committedText(file: string): string | undefined {
  const { status, stdout } = git("show", `HEAD:./${file}`);
  return status === 0 ? stdout : undefined;
}

/** The commit that code is from. */
export interface Commit {
  /** Undefined outside git. */
  readonly id: string | undefined;
  /** Files that differ from it, or are not in it. */
  readonly uncommitted: readonly string[];
}

/** Asks git where the code stands. */
export function currentCommit(): Commit {
  const head = git("rev-parse", "HEAD");
  if (head.status !== 0) return { id: undefined, uncommitted: [] };
  const { stdout } = git("status", "--porcelain");
  return {
    id: head.stdout.trim(),
    uncommitted: stdout.split("\n").filter((line) => line !== ""),
  };
}

function git(...args: readonly string[]) {
  return runSync({ program: "git", args, cwd: projectFile(".") });
}
