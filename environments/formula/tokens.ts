/** A number, a word, a text, or an operator. */
const TOKEN =
  /\s*(?:(\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|([A-Za-z_$]\w*)|("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(\?\?|\*\*|&&|\|\||[<>=!]=|[-+*/%^(),<>!?:]))/y;

/**
 * @throws Error for what can be in no formula
 */
export function tokensOf(formula: string): readonly string[] {
  const found: string[] = [];
  const text = formula.trimEnd();
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    if (match === null) throw new Error(`formula ${formula}: what is ${text.slice(at).trim()}?`);
    found.push(match[0].trim());
  }
  return found;
}
