/** Words of the language of KEDA's formulas: https://expr-lang.org/docs/language-definition */
const KEYWORDS: ReadonlySet<string> = new Set([
  "and",
  "or",
  "not",
  "in",
  "nil",
  "true",
  "false",
  "let",
  "if",
  "else",
  "matches",
  "contains",
  "startsWith",
  "endsWith",
]);

/** Names of triggers that a formula uses; functions, members and its own variables are none. */
export function formulaNames(formula: string): readonly string[] {
  const code = formula.replaceAll(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`/g, '""');
  const own = [...code.matchAll(/\blet\s+([A-Za-z_]\w*)/g)].map(([, name]) => name ?? "");
  const names = [...code.matchAll(/(?<![\w.$#])([A-Za-z_]\w*)(?!\w|\s*\()/g)].map(
    ([, name]) => name ?? "",
  );
  return [...new Set(names)].filter((name) => !KEYWORDS.has(name) && !own.includes(name));
}
