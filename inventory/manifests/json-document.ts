import { isObject } from "../json";

/** A document of JSON. */
export interface JsonDocument {
  readonly value: unknown;
  readonly offset: number;
  /** Places of what is in its member `items`. */
  readonly itemOffsets: readonly number[];
}

/**
 * A document that is an object of JSON and nothing else. Undefined for any
 * other, and for one with a member twice, which YAML takes for a fault.
 */
export function jsonDocument(text: string, start: number, end: number): JsonDocument | undefined {
  let offset = start;
  while (offset < end && /\s/.test(text.charAt(offset))) offset += 1;
  if (text[offset] !== "{") return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text.slice(offset, end));
  } catch {
    return undefined;
  }
  const { members, itemOffsets } = scanned(text, offset, end);
  return members === membersOf(value) ? { value, offset, itemOffsets } : undefined;
}

function membersOf(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, item) => sum + membersOf(item), 0);
  if (!isObject(value)) return 0;
  return Object.values(value).reduce((sum: number, item) => sum + 1 + membersOf(item), 0);
}

/** Members of all objects as they are written, and the places of the items of the outermost. */
function scanned(text: string, start: number, end: number) {
  const itemOffsets: number[] = [];
  let [members, depth] = [0, 0];
  let [key, inItems, awaited] = ["", false, false];
  for (let at = start; at < end; at += 1) {
    const character = text.charAt(at);
    if (awaited && /[^\s\]]/.test(character)) {
      itemOffsets.push(at);
      awaited = false;
    }
    switch (character) {
      case '"': {
        const end = endOfString(text, at);
        if (depth === 1) key = text.slice(at + 1, end);
        at = end;
        break;
      }
      case ":":
        members += 1;
        break;
      case "[":
        if (depth === 1 && key === "items") inItems = awaited = true;
        depth += 1;
        break;
      case "{":
        depth += 1;
        break;
      case "]":
      case "}":
        depth -= 1;
        if (depth === 1) inItems = awaited = false;
        break;
      case ",":
        awaited = inItems && depth === 2;
        break;
    }
  }
  return { members, itemOffsets };
}

function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
  return at;
}
