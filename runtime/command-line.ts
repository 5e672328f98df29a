import { parseArgs, type ParseArgsConfig } from "node:util";
import { ConfigurationError, type ConfigurationIssue } from "../environments/errors";

/** Options that a command takes, as `node:util` describes them. */
export type Options = NonNullable<ParseArgsConfig["options"]>;

/** Somebody asked what a command takes: no error; the message is the usage. */
export class HelpAsked extends Error {
  override readonly name = "HelpAsked";
}

/**
 * Reads options and positionals.
 *
 * @param usage what the command takes
 * @returns besides them, the options that were given, as `--name`
 * @throws HelpAsked for `--help`; ConfigurationError with the usage, for unknown options, missing values, and an option with two values that takes one
 */
export function parseCommandLine<T extends Options>(
  args: readonly string[],
  usage: string,
  options: T,
) {
  if (args.includes("--help") || args.includes("-h")) throw new HelpAsked(usage);
  const { values, positionals, tokens } = parsed(args, usage, options);
  const given = new Map<string, string | undefined>();
  for (const token of tokens) {
    if (token.kind !== "option") continue;
    const option = `--${token.name}`;
    // The last one would win without a word.
    if (given.has(option) && given.get(option) !== token.value && !options[token.name]?.multiple) {
      const both = `${given.get(option)}, ${token.value}`;
      throw usageError(both, `${option} is given with different values`, "give it once", option);
    }
    given.set(option, token.value);
  }
  return { values, positionals, given: new Set(given.keys()) };
}

function parsed<T extends Options>(args: readonly string[], usage: string, options: T) {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, tokens: true, options });
  } catch (error) {
    throw usageError(args.join(" "), error instanceof Error ? error.message : String(error), usage);
  }
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
  return { file: "command line", path: option, value, message, fix };
}

/**
 * Options that would be ignored beside something else: whoever gave them means them.
 *
 * @param given options of the command line, as `--name`
 * @param idle those that say nothing there
 * @param beside what makes them say nothing: an option, or an action
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
      misuse(`${beside} ${option}`, `${option} says nothing beside ${beside}`, fix, option),
    );
}
