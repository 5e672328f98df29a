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

test("a word longer than its column is broken, and nothing of it is lost", () => {
  const word = "kubernetes_persistent_volume_claim_v1.claims_montage-assets_AF4BE198";
  const shown = renderTable({ head, rows: [["local-workload", word]] }, 50);
  expect(shown.split("\n").every((line) => line.length <= 50)).toBe(true);
  const pieces = shown
    .split("\n")
    .slice(2)
    .map((line) => line.slice(14).trim());
  expect(pieces.join("")).toBe(word);
});

test("colors take no room", () => {
  const red = (text: string) => styleText("red", text, { validateStream: false });
  const shown = renderTable({ head, rows: [[red("failed"), "1"]] }, 80);
  expect(stripVTControlCharacters(shown)).toBe(renderTable({ head, rows: [["failed", "1"]] }, 80));
});

test("no word is lost, and every line fits wherever the longest words have room", () => {
  const cell = fc.array(fc.stringMatching(/^[a-z0-9./_-]{1,40}$/), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(
      fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 5 }),
      fc.integer({ min: 80, max: 120 }),
      (cells, columns) => {
        const rows = cells.map((row) => row.map((words) => words.join(" ")));
        const shown = renderTable({ head: ["x", "y", "z"], rows }, columns);
        expect(shown.split("\n").every((line) => line.length <= columns)).toBe(true);
        const count = (text: string) => text.replace(/[\s─]/g, "").split("").toSorted().join("");
        expect(count(shown)).toBe(count(["xyz", ...rows.flat()].join("")));
      },
    ),
    { numRuns: 200 },
  );
});

test("a text is wrapped at words, further lines set back", () => {
  expect(wrapText("one two three four", 2, 10)).toBe("one two\n  three\n  four");
});
