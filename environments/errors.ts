import { processMask } from "../masking/process-mask";
import { namesSecret } from "../masking/keys";

/** One fault of the data or the command line. */
export interface ConfigurationIssue {
  /** File to edit, relative to the project. */
  readonly file: string;
  /** Path inside the file's data, e.g. `applications[0].workers[0].scaling.max`. */
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
  const value = issue.value === undefined ? "not set" : JSON.stringify(shownValue(issue));
  const shown = value.length > 120 ? `${value.slice(0, 117)}...` : value;
  return `${place}\n  is:    ${shown}\n  error: ${issue.message}\n  fix:   ${issue.fix}`;
}

/**
 * What stands in a place, without what is secret in it: user and password of an
 * address, whatever characters they are of, and all of what the place names as a secret.
 */
export function shownValue({
  file,
  path,
  value,
}: Pick<ConfigurationIssue, "file" | "path" | "value">): unknown {
  const key = /\w+$/.exec(path === "" ? file : path)?.[0] ?? "";
  const isText = typeof value === "string" && value !== "";
  if (isText && namesSecret({ key, value, context: "variable" })) return "(masked)";
  // `https://user:p w@host`: an address that is refused need not be one.
  const plain = isText ? value.replace(/(:\/\/)[^]*@/, withoutUserinfo) : value;
  return processMask().value(plain);
}

/** A user alone is no secret, and `@` may stand behind the host. */
function withoutUserinfo(found: string): string {
  const userinfo = found.slice(3, -1);
  return /:(?!\d{1,5}(\/|$))/.test(userinfo) ? "://(masked)@" : found;
}
