import { ConfigurationError, type ConfigurationIssue } from "../environments/errors";

const COMMAND_LINE = "command line";

/** Whether an issue is about the command line, rather than the data. */
export function isOfCommandLine({ file }: ConfigurationIssue): boolean {
  return file === COMMAND_LINE;
}

/** The error for one thing that is wrong on the command line; parameters as of `misuse`. */
export function usageError(
  value: unknown,
  message: string,
  fix: string,
  option?: string,
): ConfigurationError {
  return new ConfigurationError([misuse(value, message, fix, option)]);
}

/**
 * One of several things that are wrong on the command line.
 *
 * @param value what was given
 * @param fix what to give instead, or the usage
 * @param option what it is about: an option, or a name for a positional; empty: the whole line, or the message says it
 */
export function misuse(
  value: unknown,
  message: string,
  fix: string,
  option = "",
): ConfigurationIssue {
  return { file: COMMAND_LINE, path: option, value, message, fix };
}

/**
 * Options that have no effect beside something else: they are refused, not ignored.
 *
 * @param given options of the command line, as `--name`
 * @param idle those without an effect there
 * @param beside what takes the effect away: an option, or an action
 * @param fix what to use instead
 */
export function idleOptions(
  given: ReadonlySet<string>,
  idle: readonly string[],
  beside: string,
  fix: string,
): readonly ConfigurationIssue[] {
  return idle
    .filter((option) => given.has(option))
    .map((option) =>
      misuse(`${beside} ${option}`, `${option} has no effect with ${beside}`, fix, option),
    );
}
