import { isNode, parseDocument } from "yaml";

/** One value of a JSON text that becomes another. */
export interface JsonEdit {
  /** Keys from the top. */
  readonly path: readonly string[];
  readonly value: unknown;
}

/** Characters of a line that the project's formatter keeps in one. */
const LINE_WIDTH = 100;

/**
 * Replaces values in a JSON text and leaves every other character as it is. JSON
 * is YAML, so the YAML parser tells where a value stands.
 *
 * @throws Error when there is no value at a path
 */
export function editJson(text: string, edits: readonly JsonEdit[]): string {
  return edits.reduce((edited, { path, value }) => replaceAt(edited, path, value), text);
}

function replaceAt(text: string, path: readonly string[], value: unknown): string {
  const node = parseDocument(text).getIn(path, true);
  if (!isNode(node) || !node.range) throw new Error(`there is no ${path.join(".")} to be replaced`);
  const [start, end] = node.range;
  const indent = start - (text.lastIndexOf("\n", start) + 1);
  return `${text.slice(0, start)}${formatted(value, indent, path.length)}${text.slice(end)}`;
}

/** As the project's formatter writes it: an object in one line where there is room. */
function formatted(value: unknown, column: number, depth: number): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(
    ([key, member]) => `${JSON.stringify(key)}: ${JSON.stringify(member)}`,
  );
  if (members.length === 0) return "{}";
  const line = `{ ${members.join(", ")} }`;
  // One more for the comma after it.
  if (column + line.length + 1 <= LINE_WIDTH) return line;
  const indent = "  ".repeat(depth);
  return `{\n${members.map((member) => `${indent}  ${member}`).join(",\n")}\n${indent}}`;
}
