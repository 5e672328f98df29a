import { CommandFailure } from "../../runtime/failure";
import { currentCommit } from "../../runtime/git";
import { isProtected } from "../../environments/protection";
import type { EnvironmentSpec } from "../../environments/schema";

const SHOWN_FILES = 5;

/**
 * A protected environment is what a commit says, so that it can be made again.
 *
 * @throws CommandFailure when files differ from the commit
 */
export function requireCommitted(spec: Pick<EnvironmentSpec, "name" | "protected">): void {
  if (!isProtected(spec)) return;
  const { name } = spec;
  const { id, uncommitted } = currentCommit();
  if (id === undefined) {
    throw new CommandFailure(
      `${name} is deployed from a commit, and this folder is not in git`,
      "deploy from a clone",
    );
  }
  if (uncommitted.length === 0) return;
  const more = uncommitted.length - SHOWN_FILES;
  throw new CommandFailure(
    [
      `${name} is deployed from a commit, and files differ from it:`,
      ...uncommitted.slice(0, SHOWN_FILES).map((line) => `  ${line}`),
      ...(more > 0 ? [`  and ${more} more`] : []),
    ].join("\n"),
    "commit them, or put them away: git stash --include-untracked",
  );
}
