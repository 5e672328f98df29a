import { isObject } from "../json";
import { isHelmTemplate, mayBeFilled } from "./helm";
import { jsonDocument } from "./json-document";
import { listItemLines } from "./list-items";
import { plainDocument } from "./plain-yaml";
import { type WithWritten, writtenIn } from "./written";
import { documentsOf, itemOffsets, repeatedKey } from "./yaml-document";

/** A document that has no fault. */
export interface QuickDocument extends WithWritten {
  readonly value: unknown;
  /** Its first line that says something, from 1. */
  readonly line: number;
  /** The same of the items of a List. */
  readonly itemLines: readonly number[];
}

/** What reaches beyond its document, or begins one in a way of its own. */
const OF_THE_STREAM = /^(?:%|\.\.\.|\uFEFF)/m;
const MARKER = /^---(?=[ \n]|$)/gm;

/**
 * The documents of a text one by one: those in the plain form by its reader,
 * JSON as JSON, others by the YAML library. A file of tens of thousands of
 * objects is so read in a fraction of the time, and no syntax tree outlives its document.
 *
 * @returns undefined where the library has to read the text as a whole: what
 * may be a template, and what has a fault, whose place and words are the library's
 */
export function quickDocuments(text: string): readonly QuickDocument[] | undefined {
  if (text.includes("\r") || OF_THE_STREAM.test(text)) return undefined;
  const lines = new Lines(text);
  const braces = text.includes("{{");
  const documents: QuickDocument[] = [];
  const starts = [0, ...[...text.matchAll(MARKER)].map(({ index }) => index).filter(Boolean)];
  for (const [index, start] of starts.entries()) {
    const end = starts[index + 1] ?? text.length;
    const document = readOne(text, start, end, lines);
    if (document === undefined || (braces && mayBeFilled(document.value))) return undefined;
    documents.push(document);
  }
  return documents;
}

function readOne(text: string, start: number, end: number, lines: Lines) {
  return quickly(text, start, end, lines) ?? byLibrary(text, start, end, lines);
}

function quickly(text: string, start: number, end: number, lines: Lines) {
  const content = afterMarker(text, start, end);
  if (content === undefined) return undefined;
  const json = jsonDocument(text, content, end);
  if (json !== undefined) {
    const itemLines = json.itemOffsets.map((offset) => lines.at(offset));
    return { value: json.value, line: lines.at(json.offset), itemLines };
  }
  const plain = plainDocument(text, content, end);
  if (plain === undefined) return undefined;
  const { value, offset } = plain;
  const line = lines.at(offset);
  if (!isList(value)) return { value, line, itemLines: [] };
  const below = listItemLines(text.slice(content, end));
  // A form that these lines do not tell: the library knows where the items are.
  if (below.length !== value.items.length) return undefined;
  const first = lines.at(content);
  return { value, line, itemLines: below.map((each) => first + each) };
}

function byLibrary(text: string, start: number, end: number, lines: Lines) {
  const documents = documentsOf(text.slice(start, end));
  const [document, ...others] = documents;
  if (document === undefined) return { value: null, line: 1, itemLines: [] };
  if (others.length > 0 || document.errors.length > 0 || repeatedKey(document)) return undefined;
  if (isHelmTemplate(text, documents)) return undefined;
  try {
    const value: unknown = document.toJS();
    return {
      value,
      line: lines.at(start + (document.contents?.range[0] ?? 0)),
      itemLines: itemOffsets(document).map((offset) => lines.at(start + offset)),
      ...writtenIn(document.contents),
    };
  } catch {
    return undefined;
  }
}

/** Where a document's content begins; undefined where its marker's line has some. */
function afterMarker(text: string, start: number, end: number): number | undefined {
  if (!text.startsWith("---", start)) return start;
  const found = text.indexOf("\n", start);
  const lineEnd = found < 0 || found > end ? end : found;
  return /^---[ ]*(?: #.*)?$/.test(text.slice(start, lineEnd))
    ? Math.min(lineEnd + 1, end)
    : undefined;
}

function isList(value: unknown): value is { readonly items: readonly unknown[] } {
  return isObject(value) && Array.isArray(value.items);
}

/** Numbers of lines, for places that are asked for in their order. */
class Lines {
  private line = 1;
  private counted = 0;

  constructor(private readonly text: string) {}

  at(offset: number): number {
    if (offset < this.counted) [this.line, this.counted] = [1, 0];
    for (;;) {
      const found = this.text.indexOf("\n", this.counted);
      if (found < 0 || found >= offset) return this.line;
      this.line += 1;
      this.counted = found + 1;
    }
  }
}
