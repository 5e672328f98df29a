import { array, assert, constantFrom, type Arbitrary, property, record } from "fast-check";
import { LineCounter } from "yaml";
import { plainDocument } from "../../inventory/manifests/plain-yaml";
import { quickDocuments } from "../../inventory/manifests/quick-documents";
import { writtenIn } from "../../inventory/manifests/written";
import { documentsOf, itemOffsets, repeatedKey } from "../../inventory/manifests/yaml-document";

/** What the YAML library makes of a whole text; undefined for a fault. */
function byLibrary(text: string) {
  const lines = new LineCounter();
  const documents = documentsOf(text, { lineCounter: lines });
  if (documents.some((each) => each.errors.length > 0 || repeatedKey(each))) return undefined;
  const line = (offset: number) => lines.linePos(offset).line;
  return documents
    .filter(({ contents }) => contents !== null)
    .map((document): unknown => ({
      value: document.toJS(),
      line: line(document.contents?.range[0] ?? 0),
      itemLines: itemOffsets(document).map(line),
      ...writtenIn(document.contents),
    }))
    .filter((each) => JSON.stringify(each).includes('"value":{'));
}

function quickly(text: string) {
  return quickDocuments(text)
    ?.filter(({ value }) => JSON.stringify({ value }).startsWith('{"value":{'))
    .map((each): unknown => each);
}

/** Plain forms, their look-alikes, and faults. */
const SCALARS = [
  ...[
    "text",
    "two words",
    "1",
    "-1",
    "+1",
    "007",
    "0x1F",
    "1.5",
    "1.",
    ".inf",
    "1e3",
    "-0",
    "1_000",
    "0b11",
    "0777",
    "08",
    "1.10",
    "12:30",
  ],
  ...[
    "true",
    "True",
    "tRue",
    "no",
    "y",
    "on",
    "Off",
    "null",
    "~",
    "2020-01-01",
    "12345678901234567890",
    "",
    "a:b",
  ],
  ...[
    "a: b",
    "a:",
    "a #c",
    "a#b",
    "# c",
    "'it''s'",
    "'q' # c",
    "'q'x",
    '"a\\tb"',
    '"\\x41"',
    '"un',
  ],
  ...[
    "&x v",
    "*x",
    "!t v",
    "|",
    ">-",
    "|+",
    "|2",
    "[]",
    "{}",
    "[a, b,]",
    "[a: b]",
    "{a: 1, b: [x]}",
  ],
  ...[
    "{a:1}",
    "[a",
    "a]",
    "@x",
    ":a",
    "- a",
    "-a",
    "? a",
    "v\t",
    "{{x}}",
    '"{{ .Values.x }}"',
    "- - a",
  ],
];
const KEYS = [
  "a",
  "b",
  "c",
  "items",
  "x-y",
  "a/b.c",
  "1a",
  "12",
  "on",
  "0777",
  "null",
  "'q'",
  '"d"',
  "a b",
  "<<",
  "constructor",
];

const line: Arbitrary<string> = record({
  indent: constantFrom(0, 0, 2, 2, 2, 4, 4, 6, 1, 3),
  lead: constantFrom("", "", "", "- ", "-   ", "- - "),
  key: constantFrom(...KEYS.map((key) => `${key}: `), ""),
  scalar: constantFrom(...SCALARS),
  whole: constantFrom(
    undefined,
    undefined,
    undefined,
    undefined,
    "",
    "  ",
    "# c",
    "    # c",
    "---",
  ),
}).map(({ indent, lead, key, scalar, whole }) => whole ?? " ".repeat(indent) + lead + key + scalar);

describe("documents that are read without the YAML library", () => {
  test("are what the library makes of them, whatever their lines are", () => {
    assert(
      property(
        array(line, { minLength: 1, maxLength: 7 }),
        constantFrom("", "\n"),
        (lines, end) => {
          const text = lines.join("\n") + end;
          const quick = quickly(text);
          if (quick !== undefined) expect(quick).toEqual(byLibrary(text));
        },
      ),
      { numRuns: 5_000 },
    );
  });

  test.each([
    [
      "block scalars",
      "a: |\n  x\n\n    y\nb: >-\n  one\n  two\n\n  three\nc: |+\n  z\n\n# c\nd: 1\n",
    ],
    [
      "texts of several lines",
      "a: one\n  two\n\n  - three\nb: 'one\n\n  it''s'\nc: \"x\\ty\n  z\"\n",
    ],
    ["lists as far left as their key", "a:\n- b: 1\n  c:\n  - d\n-\n  e: ~\n"],
    ["brackets of several lines", 'a: ["b",\n  c, {d: [1, 2.5]},\n  ]\n'],
    ["comments and empty lines", "# c\n\na: 1 # c\n\n  # c\nb: # c\n  c: true\n"],
    ["quoted keys", "'a': 1\n\"b\\tc\": 2\n"],
  ])("in the plain form may have %s", (_, text) => {
    const [document] = documentsOf(text);
    expect(plainDocument(text, 0, text.length)?.value).toEqual(document?.toJS());
  });

  test.each([
    ["anchor", "a: &x 1\n"],
    ["tag", "a: !!str 1\n"],
    ["merge", "a: {b: 1}\n<<: *a\n"],
    ["key twice", "a: 1\na: 2\n"],
    ["key of a number", "12: a\n"],
    ["mapping below a text", "a: b\n  c: d\n"],
    ["tab", "a: b\t\n"],
    ["quotation without an end", 'a: "b\n'],
    ["indentation of its own", "a:\n    b: 1\n  c: 2\n"],
  ])("leave the plain form with a %s", (_, text) => {
    expect(plainDocument(text, 0, text.length)).toBeUndefined();
  });

  test("of JSON have the lines of their items, also beside another list of that name", () => {
    const list = { items: [{ items: [1, 2] }, [3], "x"], kind: "List", other: { items: [4] } };
    const text = JSON.stringify(list, null, 1);
    expect(quickDocuments(text)).toEqual(byLibrary(text));
  });

  test("of JSON with a member twice are a fault, as in YAML", () => {
    expect(quickDocuments('{"a": 1, "b": {"c": 1, "c": 2}}')).toBeUndefined();
  });

  test("of which the library reads one keep the lines of all", () => {
    const text = "a: 1\n---\n# c\nb: &x 1\nc: *x\n---\n\nd: 1\n";
    expect(quickDocuments(text)?.map((each) => each.line)).toEqual([1, 4, 8]);
  });
});
