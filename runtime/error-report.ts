import { ConfigurationError, shownValue } from "../environments/errors";

/** One thing that is wrong, for machines. */
interface ErrorMessage {
  /** File, or `command line`, and the path or option; null: the message says it. */
  readonly place: string | null;
  /** What stands there now; null: nothing, or there is no place. */
  readonly value: unknown;
  readonly message: string;
  /** What to do about it; null: it takes a developer. */
  readonly fix: string | null;
}

/**
 * What `--json` prints of a command that ends before it has a report:
 * `{"error": {"status": 2, "messages": [{"place", "value", "message", "fix"}]}}`.
 *
 * @param status exit status of the command
 */
export function errorReport(error: unknown, status: number): string {
  return `${JSON.stringify({ error: { status, messages: messagesOf(error) } }, null, 2)}\n`;
}

function messagesOf(error: unknown): readonly ErrorMessage[] {
  if (error instanceof ConfigurationError) {
    return error.issues.map(({ file, path, value, message, fix }) => ({
      place: path === "" ? file : `${file}: ${path}`,
      value: shownValue({ file, path, value }) ?? null,
      message,
      fix,
    }));
  }
  const message = error instanceof Error ? error.message : String(error);
  const fix = error instanceof Error && "remedy" in error ? String(error.remedy) : null;
  return [{ place: null, value: null, message, fix }];
}
