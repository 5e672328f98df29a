import { readFileSync } from "node:fs";
import { PHASES } from "../../e2e/phases";

// The programs of the phases are only imported; this module cannot be loaded by require.
jest.mock("@kubernetes/client-node", () => ({ ListWatch: class {} }));

const replaced = PHASES.flatMap(({ name, replaces = [] }) =>
  replaces.map(([file, text]) => ({ name, file, text })),
);

test("phases that change the data say which texts", () => {
  expect(new Set(replaced.map(({ name }) => name)).size).toBeGreaterThan(8);
});

test.each(replaced)("$file holds the text that $name replaces exactly once", ({ file, text }) => {
  expect(readFileSync(file, "utf8").split(text)).toHaveLength(2);
});
