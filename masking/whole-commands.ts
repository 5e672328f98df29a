/** What a command to copy begins with. */
const PROGRAMS = new Set([
  ...["npm", "npx", "node", "kubectl", "helm", "terraform", "tofu", "git", "aws", "docker"],
  ...["nerdctl", "podman", "vault", "export", "curl", "ulimit", "openssl", "k3s", "ctr", "sudo"],
]);
/** Plain words after a program, or after `--`, that are its own: `run plan`, `get pods`, `staging workload`. */
const VERBS = 2;
/** What no sentence has: options, names in capitals or with hyphens, paths, assignments, quotations. */
const ARGUMENT = /^(?:-|'|"|[A-Z][A-Z_@-]+[,;.:)]*$|[a-z]+-[a-z]|\S*[/=$<>|&{}[\]_@…\d])/;
const VERB = /^[a-z][\w:-]*[,;.:)]*$/;
/** The sentence goes on after it. */
const END = /[,;.:)]$/;

/**
 * The words of a text, where a command with its arguments is one word: whoever
 * copies it has it whole. A command ends with the sentence's punctuation, or at the first
 * word that is no argument.
 */
export function wordsOf(text: string): readonly string[] {
  const words = text.split(" ");
  const kept: string[] = [];
  for (let at = 0; at < words.length;) {
    const length = lengthOfCommand(words, at);
    kept.push(words.slice(at, at + length).join(" "));
    at += length;
  }
  return kept;
}

/** Whether a text is a command, and nothing else. */
export function isCommand(text: string): boolean {
  const words = text.trim().split(" ");
  return words.length > 1 && lengthOfCommand(words, 0) === words.length;
}

function lengthOfCommand(words: readonly string[], start: number): number {
  if (!PROGRAMS.has(bare(words[start] ?? ""))) return 1;
  let at = start + 1;
  for (let verbs = 0; at < words.length; at += 1) {
    const word = words[at] ?? "";
    const afterOption = /^-/.test(words[at - 1] ?? "");
    const isVerb = verbs < VERBS && VERB.test(word);
    if (!isVerb && !afterOption && !ARGUMENT.test(word)) break;
    if (isVerb && !afterOption) verbs += 1;
    if (word === "--") verbs = 0;
    at = endOfQuotation(words, at);
    if (END.test(words[at] ?? "")) return at + 1 - start;
  }
  return at - start;
}

/** A program's name, whatever opens in front of it. */
function bare(word: string): string {
  return word.replace(/^[("'`]+/, "");
}

/** The word that ends a quotation that another begins; the word itself where it begins none. */
function endOfQuotation(words: readonly string[], start: number): number {
  const [quote] = /['"]/.exec(words[start] ?? "") ?? [];
  if (quote === undefined) return start;
  let open = false;
  for (let at = start; at < words.length; at += 1) {
    const count = (words[at] ?? "").split(quote).length - 1;
    if (count % 2 === 1) open = !open;
    if (!open) return at;
  }
  return start;
}
