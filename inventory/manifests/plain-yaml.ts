import { PlainCursor } from "./plain-cursor";
import { type Chomping, depart, folded, isDeparture, literal, resolved } from "./plain-scalars";

/** A document of plain YAML. */
export interface PlainDocument {
  readonly value: unknown;
  /** Of its first character that says something. */
  readonly offset: number;
}

/**
 * Reads the plain form of YAML that most manifests have: mappings and lists by
 * indentation, scalars, texts of several lines, brackets. What it takes it reads
 * as the `yaml` package does, with a twelfth of its work; anything else (anchors,
 * tags, keys of other kinds, a key twice, every fault) it leaves to that package.
 *
 * @param start of the document, after its marker
 * @returns undefined for what is not in the plain form
 */
export function plainDocument(text: string, start: number, end: number): PlainDocument | undefined {
  try {
    const reader = new PlainReader(text, start, end);
    const { offset } = reader;
    return { value: reader.document(), offset };
  } catch (error) {
    if (isDeparture(error)) return undefined;
    throw error;
  }
}

/** As deep as no manifest is; the library has its own limit. */
const DEEPEST = 100;

class PlainReader extends PlainCursor {
  private depth = 0;

  document(): unknown {
    if (this.indent < 0) return null;
    const value = this.indent === 0 ? this.mapping(0) : depart();
    return this.indent < 0 ? value : depart();
  }

  private mapping(indent: number): Record<string, unknown> {
    this.deeper();
    const object: Record<string, unknown> = {};
    while (this.indent === indent) {
      const key = this.key() ?? depart();
      if (Object.hasOwn(object, key)) depart();
      object[key] = this.valueAfterKey(indent);
    }
    this.depth -= 1;
    return this.indent > indent ? depart() : object;
  }

  private valueAfterKey(indent: number): unknown {
    this.skipSpaces();
    if (!this.isLineEmpty()) return this.inline(indent);
    this.nextLine();
    if (this.indent > indent) return this.block();
    // A list may stand as far left as its key.
    return this.indent === indent && this.isDash() ? this.list(indent) : null;
  }

  private block(): unknown {
    return this.isDash() ? this.list(this.indent) : this.mapping(this.indent);
  }

  private list(indent: number): unknown[] {
    this.deeper();
    const items: unknown[] = [];
    while (this.indent === indent && this.isDash()) {
      this.at += 1;
      this.skipSpaces();
      items.push(this.item(indent));
    }
    this.depth -= 1;
    return this.indent > indent ? depart() : items;
  }

  private item(indent: number): unknown {
    if (this.isLineEmpty()) {
      this.nextLine();
      return this.indent > indent ? this.block() : null;
    }
    const start = this.at;
    if (this.isDash()) return this.list((this.indent = this.column()));
    if (this.key() === undefined) return this.inline(indent);
    this.at = start;
    return this.mapping((this.indent = this.column()));
  }

  /** What begins in the line of its key or dash. */
  private inline(indent: number): unknown {
    const code = this.text[this.at];
    if (code === "|" || code === ">") return this.blockScalar(indent);
    if (this.isQuote()) return this.alone(this.quoted(indent), indent);
    if (code === "[" || code === "{") return this.alone(this.flow(indent), indent);
    return this.plain(indent);
  }

  /** A value after which its line must end. */
  private alone(value: unknown, indent: number): unknown {
    this.skipSpaces();
    if (!this.isLineEmpty()) depart();
    this.nextLine();
    return this.indent > indent ? depart() : value;
  }

  private plain(indent: number): unknown {
    this.refuseIndicator();
    let text = this.plainText();
    for (let lines = 1; ; lines += 1) {
      const end = this.at;
      const commented = !this.isAtBreak();
      this.nextLine();
      if (this.indent <= indent) return lines === 1 ? resolved(text) : text;
      // Its next line; a comment would have ended it.
      if (commented || this.commented) depart();
      const breaks = this.breaksFrom(end);
      text += breaks === 1 ? " " : "\n".repeat(breaks - 1);
      text += this.plainText();
    }
  }

  private breaksFrom(start: number): number {
    let breaks = 0;
    for (let at = this.text.indexOf("\n", start); at >= 0 && at < this.at; breaks += 1) {
      at = this.text.indexOf("\n", at + 1);
    }
    return breaks;
  }

  private isAtBreak(): boolean {
    this.skipSpaces();
    return this.code(this.at) === 0x0a;
  }

  private blockScalar(indent: number): string {
    const header = this.text.slice(this.at, this.endOfLine(this.at)).replace(/ +$/, "");
    const chomping = chompingOf(header.slice(1));
    const lines: string[] = [];
    let inner = -1;
    let line = this.endOfLine(this.at) + 1;
    for (; line < this.end;) {
      const end = this.endOfLine(line);
      let at = line;
      while (at < end && this.text.charCodeAt(at) === 0x20) at += 1;
      if (at < end) {
        if (inner < 0) inner = at - line;
        if (at - line < inner) break;
      } else if ((inner < 0 && end > line) || end === this.end) depart();
      lines.push(inner < 0 ? "" : this.text.slice(line + inner, Math.max(end, line + inner)));
      line = end + 1;
    }
    if (inner <= indent || lines.length === 0 || lines[0] === "") depart();
    this.toLine(line);
    if (this.indent > indent) depart();
    return header.startsWith("|") ? literal(lines, chomping) : folded(lines, chomping);
  }

  /** A list in brackets or a mapping in braces. */
  private flow(indent: number): unknown {
    this.deeper();
    const braces = this.text[this.at] === "{";
    const close = braces ? "}" : "]";
    const items: unknown[] = [];
    const object: Record<string, unknown> = {};
    this.at += 1;
    for (;;) {
      this.skipInFlow(indent);
      if (this.text[this.at] === close) break;
      if (braces) {
        const key = this.key() ?? depart();
        if (Object.hasOwn(object, key)) depart();
        this.skipInFlow(indent);
        object[key] = this.flowValue(indent);
      } else items.push(this.flowValue(indent));
      this.skipInFlow(indent);
      if (this.text[this.at] === ",") this.at += 1;
      else if (this.text[this.at] !== close) depart();
    }
    this.at += 1;
    this.depth -= 1;
    return braces ? object : items;
  }

  private flowValue(indent: number): unknown {
    const code = this.text[this.at];
    if (code === "[" || code === "{") return this.flow(indent);
    return this.isQuote() ? (this.quotedInLine() ?? depart()) : this.plainInFlow();
  }

  /** Blanks between what stands in brackets; each of its lines is indented further than what holds it. */
  private skipInFlow(indent: number): void {
    this.skipSpaces();
    if (this.code(this.at) !== 0x0a) return;
    this.nextLine();
    if (this.indent <= indent || this.commented) depart();
  }

  private nextLine(): void {
    this.toLine(this.endOfLine(this.at) + 1);
  }

  private deeper(): void {
    this.depth += 1;
    if (this.depth > DEEPEST) depart();
  }
}

function chompingOf(written: string): Chomping {
  return written === "" || written === "-" || written === "+" ? written : depart();
}
