import { stripVTControlCharacters, styleText } from "node:util";
import fc from "fast-check";
import { renderTable, wrapText } from "../../runtime/table";

const head = ["stack", "resources"];

test("a table that has room is plain columns under a line", () => {
  expect(
    renderTable(
      {
        head,
        rows: [
          ["a", "1"],
          ["longer", "22"],
        ],
      },
      80,
    ),
  ).toBe(
    ["stack   resources", "─────────────────", "a       1", "longer  22"]
      .join("\n")
      .replace("─────────────────", "──────  ─────────"),
  );
});

test("cells are wrapped at words where the room ends, and then lines part the rows", () => {
  const shown = renderTable(
    {
      head,
      rows: [
        ["a", "one two three four five six"],
        ["b", "1"],
      ],
    },
    24,
  );
  const lines = shown.split("\n");
  expect(lines.every((line) => line.length <= 24)).toBe(true);
  expect(lines.filter((line) => /^─+$/.test(line))).toHaveLength(2);
});

test("a name that has no room beside the others stays whole: each row is a paragraph", () => {
  const name = "kubernetes_persistent_volume_claim_v1.claims_montage-assets_AF4BE198";
  const shown = renderTable(
    {
      head: ["stack", "block", "state of it", "empty"],
      rows: [
        ["local-workload", name, "one two three four five six seven eight", ""],
        ["local-storage", "a\nb", "1", ""],
      ],
    },
    50,
  );
  expect(shown.split("\n")).toEqual([
    "local-workload",
    `  block:`,
    `               ${name}`,
    "  state of it: one two three four five six seven",
    "               eight",
    "local-storage",
    "  block:       a",
    "               b",
    "  state of it: 1",
  ]);
});

test("colors take no room", () => {
  const red = (text: string) => styleText("red", text, { validateStream: false });
  const shown = renderTable({ head, rows: [[red("failed"), "1"]] }, 80);
  expect(stripVTControlCharacters(shown)).toBe(renderTable({ head, rows: [["failed", "1"]] }, 80));
});

test("every word stays whole, and every line fits", () => {
  const cell = fc.array(fc.stringMatching(/^[a-z0-9./_-]{1,60}$/), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(
      fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 5 }),
      fc.integer({ min: 80, max: 120 }),
      (cells, columns) => {
        const rows = cells.map((row) => row.map((words) => words.join(" ")));
        const shown = renderTable({ head: ["x", "y", "z"], rows }, columns);
        expect(shown.split("\n").every((line) => line.length <= columns)).toBe(true);
        const words = new Set(shown.split(/\s+/));
        expect(
          rows
            .flat()
            .flatMap((text) => text.split(" "))
            .filter((word) => !words.has(word)),
        ).toEqual([]);
      },
    ),
    { numRuns: 200 },
  );
});

test("a text is wrapped at words, further lines set back", () => {
  expect(wrapText("one two three four", 2, 10)).toBe("one two\n  three\n  four");
});

test("one row of several lines among many parts none of them: its first cell is empty below", () => {
  const short = Array.from({ length: 5 }, (_, index) => [`row-${index}`, "short"]);
  const table = (rows: readonly (readonly string[])[]) =>
    renderTable({ head: ["name", "text"], rows }, 20).split("\n");
  expect(table([...short, ["long", "a text of two lines"]]).slice(-3)).toEqual([
    "row-4  short",
    "long   a text of two",
    "       lines",
  ]);
  expect(table([["long", "a text of two lines"], ...short.slice(0, 1)])).toContain("─".repeat(20));
});
