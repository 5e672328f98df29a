import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { runSync } from "../../runtime/process/run-sync";

/** A text before and after. */
export interface ChangedText {
  /** Relative to the project. */
  readonly file: string;
  readonly before: string;
  readonly after: string;
}

/**
 * What changes in a file, as `git diff` shows it; empty when nothing does.
 *
 * @param colour for a terminal
 * @throws CommandFailure when there is no git
 */
export function unifiedDiff({ file, before, after }: ChangedText, colour: boolean): string {
  const folder = mkdtempSync(path.join(tmpdir(), "fluxibri-diff-"));
  try {
    for (const [side, text] of Object.entries({ a: before, b: after })) {
      mkdirSync(path.join(folder, side, path.dirname(file)), { recursive: true });
      writeFileSync(path.join(folder, side, file), text);
    }
    const options = ["--no-index", "--no-prefix", "--no-ext-diff"];
    const shown = runSync({
      program: "git",
      args: [
        "diff",
        ...options,
        `--color=${colour ? "always" : "never"}`,
        `a/${file}`,
        `b/${file}`,
      ],
      cwd: folder,
    });
    // 1: they differ.
    if (shown.how !== "exit" || shown.status > 1) throw shown.failure("install git");
    return shown.ok ? "" : shown.stdout.replace(/^.*(diff --git|index ).*\n/gm, "");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
