import { depart, resolved, unescaped } from "./plain-scalars";

const SPACE = 0x20;
const TAB = 0x09;
const BREAK = 0x0a;
const COMMENT = 0x23;
const COLON = 0x3a;
const DASH = 0x2d;
const DOUBLE = 0x22;
const SINGLE = 0x27;

/** Longer keys than this are none to YAML: https://yaml.org/spec/1.2.2/#742-flow-mappings */
const LONGEST_KEY = 1_000;
/** Keys that merge, or are no members of an object. */
const OTHER_KEYS = /^(?:<<|__proto__)$/;
/** Characters that begin something else than a scalar without quotes. */
const INDICATORS: ReadonlySet<number> = new Set(
  [...",[]{}#&*!|>'\"%@`"].map((character) => character.charCodeAt(0)),
);
/** Characters that do so before a blank only. */
const MAY_BEGIN_TEXT: ReadonlySet<number> = new Set([DASH, COLON, 0x3f]);

/** A place in a text of plain YAML: the first character of a line that says something, and those after it. */
export class PlainCursor {
  /** Column of that line's content; -1: nothing is left. */
  indent = -1;
  protected at: number;
  private line: number;
  /** Whether comments stood between the line before and this. */
  protected commented = false;

  constructor(
    protected readonly text: string,
    start: number,
    protected readonly end: number,
  ) {
    this.at = start;
    this.line = start;
    this.toLine(start);
  }

  /** Place of what comes next. */
  get offset(): number {
    return this.at;
  }

  /** Goes to the first line from here on that is neither empty nor a comment. */
  protected toLine(start: number): void {
    const { text, end } = this;
    this.commented = false;
    for (let line = start; line < end;) {
      let at = line;
      while (at < end && text.charCodeAt(at) === SPACE) at += 1;
      const code = at < end ? text.charCodeAt(at) : BREAK;
      if (code !== BREAK && code !== COMMENT) {
        this.line = line;
        this.at = at;
        this.indent = at - line;
        return;
      }
      if (code === COMMENT) this.commented = true;
      line = this.endOfLine(at) + 1;
    }
    this.at = end;
    this.indent = -1;
  }

  protected endOfLine(from: number): number {
    const found = this.text.indexOf("\n", from);
    return found < 0 || found > this.end ? this.end : found;
  }

  protected code(at: number): number {
    return at < this.end ? this.text.charCodeAt(at) : BREAK;
  }

  protected skipSpaces(): void {
    while (this.code(this.at) === SPACE) this.at += 1;
  }

  /** Whether nothing but a comment is left of the line. */
  protected isLineEmpty(): boolean {
    const code = this.code(this.at);
    return code === BREAK || (code === COMMENT && this.code(this.at - 1) === SPACE);
  }

  /** Column of the place in its line. */
  protected column(): number {
    return this.at - this.line;
  }

  /** The `- ` of a list's item. */
  protected isDash(): boolean {
    return this.code(this.at) === DASH && isBlank(this.code(this.at + 1));
  }

  /** The key that stands here, and goes behind its colon; undefined, and stays, where none does. */
  protected key(): string | undefined {
    const start = this.at;
    const quoted = this.isQuote();
    const key = quoted ? this.quotedInLine() : this.plainKey();
    if (key === undefined || this.code(this.at) !== COLON || !isBlank(this.code(this.at + 1))) {
      this.at = start;
      return undefined;
    }
    if (this.at - start > LONGEST_KEY || OTHER_KEYS.test(key)) depart();
    this.at += 1;
    return quoted || typeof resolved(key) === "string" ? key : depart();
  }

  private plainKey(): string | undefined {
    const start = this.at;
    if (!isOfKey(this.code(start)) || this.code(start) === DASH) return undefined;
    while (isOfKey(this.code(this.at))) this.at += 1;
    return this.text.slice(start, this.at);
  }

  protected isQuote(): boolean {
    const code = this.code(this.at);
    return code === DOUBLE || code === SINGLE;
  }

  /** A text in quotes; undefined, and stays, where it does not end in its line. */
  protected quotedInLine(): string | undefined {
    const end = this.endOfQuoted();
    const written = this.text.slice(this.at + 1, end);
    if (written.includes("\n")) return undefined;
    return this.behindQuoted(end, written);
  }

  /** A text in quotes whose lines after the first are indented further than what holds it. */
  protected quoted(indent: number): string {
    const end = this.endOfQuoted();
    const written = this.text.slice(this.at + 1, end);
    return this.behindQuoted(end, written.includes("\n") ? inOneLine(written, indent) : written);
  }

  private behindQuoted(end: number, written: string): string {
    const single = this.code(this.at) === SINGLE;
    this.at = end + 1;
    if (!single) return unescaped(written);
    return written.includes("'") ? written.replaceAll("''", "'") : written;
  }

  private endOfQuoted(): number {
    const quote = this.code(this.at);
    for (let at = this.at + 1; at < this.end; at += 1) {
      const code = this.code(at);
      if (code === 0x5c && quote === DOUBLE) at += 1;
      else if (code === quote) {
        if (quote === DOUBLE || this.code(at + 1) !== SINGLE) return at;
        at += 1;
      }
    }
    return depart();
  }

  /** The text without quotes up to the line's end or a comment. */
  protected plainText(): string {
    const start = this.at;
    let last = start;
    for (; ; this.at += 1) {
      const code = this.code(this.at);
      if (code === BREAK) break;
      if (code === SPACE) {
        if (this.code(this.at + 1) === COMMENT) break;
      } else {
        if (code === TAB || (code === COLON && isBlank(this.code(this.at + 1)))) depart();
        last = this.at;
      }
    }
    return this.text.slice(start, last + 1);
  }

  /** Leaves the plain form unless a scalar without quotes may begin here. */
  protected refuseIndicator(): void {
    const code = this.code(this.at);
    if (INDICATORS.has(code)) depart();
    if (MAY_BEGIN_TEXT.has(code) && isBlank(this.code(this.at + 1))) depart();
  }

  /** A scalar without quotes in brackets; of one line. */
  protected plainInFlow(): unknown {
    const start = this.at;
    if (MAY_BEGIN_TEXT.has(this.code(start)) && !isLetterOrDigit(this.code(start + 1))) depart();
    this.refuseIndicator();
    let last = start;
    for (; ; this.at += 1) {
      const code = this.code(this.at);
      if (code === BREAK || isOfFlow(code)) break;
      if (code === COMMENT || code === COLON || code === TAB) {
        // They may be part of a text; the library knows when.
        if (code !== COLON || !isLetterOrDigit(this.code(this.at + 1))) depart();
      }
      if (code !== SPACE) last = this.at;
    }
    return resolved(this.text.slice(start, last + 1));
  }
}

/** What the lines of a text in quotes say: their breaks are spaces, and empty lines are breaks. */
function inOneLine(written: string, indent: number): string {
  if (written.includes("\t")) depart();
  const [first = "", ...others] = written.split("\n");
  let text = first.replace(/ +$/, "");
  let breaks = 0;
  for (const [index, line] of others.entries()) {
    breaks += 1;
    const said = index === others.length - 1 ? line.trimStart() : line.trim();
    if (said === "" && index < others.length - 1) continue;
    if (line.length - line.trimStart().length <= indent) depart();
    text += breaks === 1 ? ` ${said}` : "\n".repeat(breaks - 1) + said;
    breaks = 0;
  }
  return text;
}

function isBlank(code: number): boolean {
  return code === SPACE || code === BREAK;
}

function isLetter(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || code === 0x5f;
}

function isLetterOrDigit(code: number): boolean {
  return isLetter(code) || (code >= 0x30 && code <= 0x39);
}

/** Letters, digits, `-`, `.` and `/`. */
function isOfKey(code: number): boolean {
  return isLetter(code) || (code >= 0x2d && code <= 0x39);
}

/** `,`, brackets and braces. */
function isOfFlow(code: number): boolean {
  return code === 0x2c || code === 0x5b || code === 0x5d || code === 0x7b || code === 0x7d;
}
