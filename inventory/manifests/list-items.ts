/**
 * Lines of the items of a List in the plain form, from its first line, which is
 * 0. Its own text is enough: within an item no line of content stands as far left.
 * Fewer than there are items where they are written in another way.
 */
export function listItemLines(text: string): readonly number[] {
  const lines = text.split("\n");
  const key = lines.findIndex((line) => /^items:[ ]*(?: #.*)?$/.test(line));
  if (key < 0) return [];
  const found: number[] = [];
  let dash: string | undefined;
  for (let index = key + 1; index < lines.length; index += 1) {
    const line = lines[index] ?? "";
    if (/^[ ]*(?:#.*)?$/.test(line)) continue;
    dash ??= /^[ ]*- /.exec(line)?.[0];
    if (dash === undefined) return [];
    if (line.startsWith(dash) && /^[ ]*[^ #]/.test(line.slice(dash.length))) found.push(index);
    // A key beside `items` ends the list.
    else if (!line.startsWith(" ")) break;
  }
  return found;
}
