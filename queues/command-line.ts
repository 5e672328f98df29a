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
