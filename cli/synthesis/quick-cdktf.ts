import { TerraformElement, TerraformStack, Token, Tokenization, type ResolveOptions } from "cdktf";
import type { IConstruct } from "constructs";

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
 * Runs a synthesis with three parts of cdktf replaced that take half of its time.
 * It makes two contexts for each member of each object, three times, though few hold
 * a token; here it resolves those alone. It captures a whole stack trace for
 * every token, which nothing reads. And it never forgets a token, which holds the whole
 * tree of constructs.
 *
 * @param run what it returns has no token
 */
export function withQuickCdktf<T>(run: () => T): T {
  const { captureStackTrace } = Error;
  const { resolve } = Tokenization;
  Error.captureStackTrace = () => undefined;
  Tokenization.resolve = (value: unknown, options: ResolveOptions): unknown => {
    const known = knownTexts.get(options.scope);
    const one = (part: unknown): unknown => {
      if (known === undefined || typeof part !== "string") return resolve(part, options);
      const text = known.get(part);
      if (text !== undefined) return text;
      const made: unknown = resolve(part, options);
      if (typeof made === "string") known.set(part, made);
      return made;
    };
    const whole = (): unknown => {
      try {
        return resolved(value, one, 0);
      } catch {
        // It says what is wrong, and where.
        return one(value);
      }
    };
    return typeof value === "object" && value !== null ? onceFor(value, whole) : whole();
  };
  const forget = forgetLaterTokens();
  try {
    return run();
  } finally {
    forget();
    Tokenization.resolve = resolve;
    Error.captureStackTrace = captureStackTrace;
  }
}

/** What the elements of finished stacks are resolved to, by what they were before. */
const resolvedOnce = new WeakMap<object, unknown>();
const NOT_YET = Symbol("not resolved yet");
/** What the texts with tokens in finished stacks stand for; a namespace is in half of a stack's texts. */
const knownTexts = new WeakMap<IConstruct, Map<string, string>>();

function onceFor(value: object, resolveWhole: () => unknown): unknown {
  if (!resolvedOnce.has(value)) return resolveWhole();
  const known = resolvedOnce.get(value);
  if (known !== NOT_YET) return known;
  const whole = resolveWhole();
  resolvedOnce.set(value, whole);
  return whole;
}

/**
 * Takes the elements below a construct for finished: cdktf asks each what it is and resolves
 * it twice, once for references between stacks and once to write it, and each token wherever it stands. What is made or
 * changed afterwards is not seen, but for elements that such references add.
 */
export function finish(scope: IConstruct): void {
  for (const element of scope.node.findAll()) {
    if (TerraformStack.isStack(element)) knownTexts.set(element, new Map());
    if (!TerraformElement.isTerraformElement(element)) continue;
    const make = element.toTerraform.bind(element);
    let made: unknown;
    element.toTerraform = () => {
      if (made !== undefined) return made;
      made = make();
      if (typeof made === "object" && made !== null) resolvedOnce.set(made, NOT_YET);
      return made;
    };
  }
}

/** @returns what removes the tokens that are made from now on */
function forgetLaterTokens(): () => void {
  // Its parts are private: tokens/private/token-map.ts.
  const tokens: unknown = Reflect.get(globalThis, "__cdktfTokenMap");
  const maps = typeof tokens === "object" && tokens !== null ? Object.values(tokens) : [];
  const known = maps
    .filter((map): map is Map<unknown, unknown> => map instanceof Map)
    .map((map) => ({ map, before: map.size }));
  return () => {
    for (const { map, before } of known) {
      for (const key of [...map.keys()].slice(before)) map.delete(key);
    }
  };
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
