import { projectFile } from "../../environments/project";
import { runSync } from "../../runtime/process/run-sync";

/** The commit that is checked out, with `+` where files differ from it; undefined outside of a checkout. */
export function checkedOutCommit(): string | undefined {
  const cwd = projectFile(".");
  const git = (...args: readonly string[]) =>
    runSync({ program: "git", args, cwd, timeoutSeconds: 30 });
  const head = git("rev-parse", "--short", "HEAD");
  if (!head.ok) return undefined;
  const differs = git("status", "--porcelain", "--untracked-files=no").stdout.trim() !== "";
  return `${head.stdout.trim()}${differs ? "+" : ""}`;
}
