/** A value of a stream of JSON. */
export interface StreamValue {
  readonly value: unknown;
  /** Its first line, from 1. */
  readonly line: number;
}

/**
 * The values of a text that is nothing but two or more objects of JSON, one
 * after the other, with or without lines between them. Undefined for any other
 * text, also for one object, which is YAML as well.
 */
export function jsonStream(text: string): readonly StreamValue[] | undefined {
  if (!text.trimStart().startsWith("{")) return undefined;
  const values: StreamValue[] = [];
  let [line, counted] = [1, 0];
  for (let at = text.search(/\S/); at >= 0; at = nextAt(text, at)) {
    const end = endOf(text, at);
    if (end === undefined) return undefined;
    line += text.slice(counted, at).split("\n").length - 1;
    counted = at;
    try {
      const value: unknown = JSON.parse(text.slice(at, end));
      values.push({ value, line });
    } catch {
      return undefined;
    }
    at = end;
  }
  return values.length > 1 ? values : undefined;
}

function nextAt(text: string, from: number): number {
  const found = text.slice(from).search(/\S/);
  return found < 0 ? -1 : from + found;
}

/** Where the object that begins here ends. */
function endOf(text: string, start: number): number | undefined {
  if (text[start] !== "{") return undefined;
  let depth = 0;
  let quoted = false;
  for (let at = start; at < text.length; at += 1) {
    const character = text[at];
    if (quoted) {
      if (character === "\\") at += 1;
      else quoted = character !== '"';
    } else if (character === '"') quoted = true;
    else if (character === "{") depth += 1;
    else if (character === "}") {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return undefined;
}
