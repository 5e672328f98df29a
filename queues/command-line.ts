/** Ends a command of a shell. */
const SHELL_END = /^(&&?|\|\|?|;|>|2>|2>&1)/;

/** Words of a container's command and arguments; a shell's script is split into its own. */
export function wordsOf(command: readonly string[]): readonly string[] {
  return command
    .flatMap((word) => word.split(/\s+/))
    .map((word) => word.replaceAll(/["']/g, ""))
    .filter((word) => word !== "");
}

/** What belongs to the command itself: up to the next one of the shell's script. */
export function ownArguments(words: readonly string[]): readonly string[] {
  const end = words.findIndex((word) => SHELL_END.test(word));
  return end === -1 ? words : words.slice(0, end);
}

/** Value of an option by one of its names, `--url x` or `--url=x`; undefined: it is not there. */
export function optionOf(words: readonly string[], names: readonly string[]): string | undefined {
  const at = words.findLastIndex((word) => names.includes(word.replace(/=.*/s, "")));
  const word = words[at];
  if (word === undefined) return undefined;
  return word.includes("=") ? word.replace(/^[^=]*=/, "") : words[at + 1];
}

/**
 * Where a program stands among a command's own words: the first, a module behind `-m`, or behind
 * another program that starts it (`tini --`, `uv run`), known by its first argument. -1: nowhere.
 */
export function programAt(
  command: readonly string[],
  program: RegExp,
  firstArgument: RegExp,
): number {
  return command.findIndex(
    (word, index) =>
      program.test(word) &&
      (index === 0 || command[index - 1] === "-m" || firstArgument.test(command[index + 1] ?? "")),
  );
}

/** Whether a command is a shell's script as one word, `sh -c "…"`. */
export function startsShell(command: readonly string[]): boolean {
  const shell = command.findIndex((word) => /^(.*\/)?(ba|da|a|z|k)?sh$/.test(word));
  return shell !== -1 && command.slice(shell + 1).some((word) => /^-[a-z]*c$/.test(word));
}
