/** One thing that is wrong in what somebody wrote. */
export interface ConfigurationIssue {
  /** File to edit, relative to the project. */
  readonly file: string;
  /** Path inside the file's data, e.g. `workload.workers[0].scaling.max`. */
  readonly path: string;
  /** What stands there now. */
  readonly value: unknown;
  /** What is wrong with it. */
  readonly message: string;
  /** What to write instead. */
  readonly fix: string;
}

/** Wrong usage or wrong data; carries every issue found. Exit status 2. */
export class ConfigurationError extends Error {
  constructor(readonly issues: readonly ConfigurationIssue[]) {
    super(issues.map(formatIssue).join("\n"));
    this.name = "ConfigurationError";
  }
}

function formatIssue(issue: ConfigurationIssue): string {
  const place = issue.path === "" ? issue.file : `${issue.file}: ${issue.path}`;
  const value = issue.value === undefined ? "not set" : JSON.stringify(issue.value);
  const shown = value.length > 120 ? `${value.slice(0, 117)}...` : value;
  return `${place}\n  is:    ${shown}\n  error: ${issue.message}\n  fix:   ${issue.fix}`;
}
