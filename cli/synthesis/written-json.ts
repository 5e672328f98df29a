/**
 * JSON in the order in which cdktf writes it, so that what is in memory is what a
 * reader of the file gets: members by name, without those that are undefined.
 *
 * @param value what JSON can hold; an object of a class is what its `toJSON` makes of it
 */
export function inWrittenOrder(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return jsonOf(value);
  if (Array.isArray(value)) return value.map((each: unknown) => inWrittenOrder(each) ?? null);
  if (typeof Reflect.get(value, "toJSON") === "function") return inWrittenOrder(jsonOf(value));
  const ordered: Record<string, unknown> = {};
  for (const [key, member] of Object.entries(value).sort(byKey)) {
    const inner = inWrittenOrder(member);
    if (inner !== undefined) ordered[key] = inner;
  }
  return ordered;
}

/** By UTF-16 units, as `sort` compares texts. */
function byKey([left]: readonly [string, unknown], [right]: readonly [string, unknown]): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

function jsonOf(value: unknown): unknown {
  if (typeof value === "string" || typeof value === "boolean" || value === null) return value;
  if (value === undefined) return undefined;
  const text: string | undefined = JSON.stringify(value);
  return text === undefined ? undefined : JSON.parse(text);
}

/**
 * Text of a JSON value as cdktf writes it: json-stable-stringify with two spaces, of
 * which an empty list or object takes two lines.
 *
 * @param indent what its lines begin with, below the first. @default nothing
 */
export function writtenJson(value: unknown, indent = ""): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const below = `${indent}  `;
  if (Array.isArray(value)) {
    const items = value.map((each: unknown) => `\n${below}${writtenJson(each, below)}`);
    return `[${items.join(",")}\n${indent}]`;
  }
  // Numbers come first among the keys of an object, wherever they were put.
  const members = Object.entries(value)
    .sort(byKey)
    .map(([key, member]) => `\n${below}${JSON.stringify(key)}: ${writtenJson(member, below)}`);
  return `{${members.join(",")}\n${indent}}`;
}
