import { ConfigurationError, type ConfigurationIssue } from "../../environments/errors";
import { isProtected } from "../../environments/protection";
import type { EnvironmentSpec, Switches } from "../../environments/schema";
import { commitFile, committedText, fileState } from "../../runtime/git";
import type { Progress } from "../../runtime/progress";
import type { Ask } from "../../runtime/terminal";
import { requireCommitted } from "../deploy/guards";
import { type ChangedSwitches, parseSwitches } from "./switches-file";

/** How a change of switches is committed. */
export interface CommitProps {
  /** No question but for what holds state. */
  readonly yes: boolean;
  /** Commit without a question. */
  readonly commit: boolean;
  /** Undefined: there is no terminal to ask on. */
  readonly ask: Ask | undefined;
  readonly say: Progress;
}

/**
 * The file as the last commit has it. One that differs from it is refused, unless
 * it is what is wanted: then a run before this one did not come to its commit.
 */
export function committed(
  file: string,
  text: string,
  changed: ChangedSwitches,
): { readonly text: string; readonly switches: Switches } {
  const state = fileState(file);
  switch (state) {
    case "committed":
      return { text, switches: parseSwitches(text) };
    case "uncommitted": {
      const before = committedText(file);
      if (before !== undefined && text === changed.text) {
        return { text: before, switches: parseSwitches(before) };
      }
      throw refusal(
        file,
        "differs from the last commit: the way back would take along what it has nothing to do with",
        `git diff -- ${file}; then commit it, or take it back: git checkout -- ${file}`,
      );
    }
    case "no repository":
      throw refusal(
        file,
        "is in no git repository, and the way back is a commit",
        "work in a clone of the project; or edit the file and npm run deploy",
      );
    default:
      return state satisfies never;
  }
}

/** What is protected is deployed from a commit: better known before the file is written than after. */
export function requireWayToCommit(spec: EnvironmentSpec, { ask, commit, yes }: CommitProps): void {
  requireCommitted(spec);
  const isOffered = commit || (ask !== undefined && !yes);
  if (!isProtected(spec) || isOffered || !yes) return;
  throw refusal(
    "command line",
    `${spec.name} is deployed from a commit, and --yes asks for none`,
    "add --commit",
  );
}

/** @returns the commit's short id; undefined when none is wanted */
export async function commitIfWanted(
  file: string,
  message: string,
  { ask, commit, yes, say }: CommitProps,
): Promise<string | undefined> {
  const isWanted = commit || (!yes && ask !== undefined && (await isCommitAgreed(ask, message)));
  if (isWanted) {
    const id = commitFile(file, message);
    say(`${file}: commit ${id}`);
    return id;
  }
  say(
    `${file} is changed and not committed; so that it stays: git commit --only -m ${JSON.stringify(subjectOf(message))} -- ${file}`,
  );
  return undefined;
}

async function isCommitAgreed(ask: Ask, message: string): Promise<boolean> {
  const answer = await ask(`Commit it as "${subjectOf(message)}"? [Y/n] `);
  return !/^n/i.test(answer.trim());
}

function subjectOf(message: string): string {
  return message.split("\n")[0] ?? "";
}

function refusal(file: string, message: string, fix: string): ConfigurationError {
  const issue: ConfigurationIssue = { file, path: "", value: undefined, message, fix };
  return new ConfigurationError([issue]);
}
