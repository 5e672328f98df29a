import { Token, Tokenization, type ResolveOptions } from "cdktf";

/** What cdktf puts into a text in place of a token; for a list it begins with #, for a map with &. */
const TOKENS = /\$\{TfToken\[[a-zA-Z0-9:._-]+\]\}/g;
/** An expression of Terraform that is written out. */
const EXPRESSION = /\$\{(?!TfToken\[)/;
/** Ends what cdktf puts as the value of a map that is a token. */
const MAP_VALUE = " Map Token Value";
/** What cdktf takes for a number in a text, which may be a token: `[-|\d|.\+]+(e[-|\d|.|e|E|\+]+)` in encoding.ts of 0.21. */
const NUMBERS = /[-|\d.+]+e[-|\d.eE+]+/g;
/** cdktf's own limit is 200: what is deeper goes round in circles, and it says where. */
const DEEPEST = 100;

/**
 * Runs a synthesis with two parts of cdktf replaced that take half of its time.
 * It makes two contexts for each member of each object, three times, though few hold
 * a token; here it resolves those alone. And it captures a whole stack trace for
 * every token, which nothing reads.
 */
export function withQuickCdktf<T>(run: () => T): T {
  const { captureStackTrace } = Error;
  const { resolve } = Tokenization;
  Error.captureStackTrace = () => undefined;
  Tokenization.resolve = (value: unknown, options: ResolveOptions): unknown => {
    const one = (part: unknown): unknown => resolve(part, options);
    try {
      return resolved(value, one, 0);
    } catch {
      // It says what is wrong, and where.
      return one(value);
    }
  };
  try {
    return run();
  } finally {
    Tokenization.resolve = resolve;
    Error.captureStackTrace = captureStackTrace;
  }
}

/**
 * @param one resolves what holds a token
 * @throws Error for what cdktf refuses
 */
function resolved(value: unknown, one: (part: unknown) => unknown, depth: number): unknown {
  if (typeof value === "string") return resolvedText(value, one);
  if (typeof value === "number") return Token.isUnresolved(value) ? one(value) : value;
  if (typeof value === "function" || depth > DEEPEST) throw new Error("cannot be resolved");
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    if (value.some(isWholeList)) return one(value);
    return value.map((each) => resolved(each, one, depth + 1)).filter((each) => each !== undefined);
  }
  if (!isPlainObject(value)) return one(value);
  const entries = Object.entries(value);
  if (!entries.every(([key]) => isPlain(key))) return one(value);
  const result: Record<string, unknown> = {};
  for (const [key, each] of entries) {
    const member = resolved(each, one, depth + 1);
    if (member !== undefined) result[key] = member;
  }
  return result;
}

/**
 * In a text that opens no expression of its own, tokens do not depend on what is
 * around them; cdktf searches the rest of the text for one at each closing brace.
 */
function resolvedText(text: string, one: (part: unknown) => unknown): unknown {
  if (isPlain(text)) return text;
  const tokens = text.match(TOKENS) ?? [];
  if (tokens.length === 0 || tokens[0] === text || EXPRESSION.test(text)) return one(text);
  const values = tokens.map(one);
  if (values.includes(undefined)) return one(text);
  const whole = text.replaceAll(TOKENS, () => String(values.shift()));
  return isPlain(whole) ? whole : one(text);
}

/** Of a list that is a token the first member stands for the whole. */
function isWholeList(value: unknown): boolean {
  return typeof value === "number"
    ? Tokenization.reverseNumberList([value]) !== undefined
    : typeof value === "string" && value.includes("#{TfToken[");
}

/** What is made of a class, or has a function for it, resolves itself. */
function isPlainObject(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return (prototype === Object.prototype || prototype === null) && !("resolve" in value);
}

/** Whether a text stands for itself. */
function isPlain(text: string): boolean {
  if (text.includes("{TfToken[") || text.endsWith(MAP_VALUE)) return false;
  return (text.match(NUMBERS) ?? []).every(
    (number) => Tokenization.reverseNumber(parseFloat(number)) === undefined,
  );
}
