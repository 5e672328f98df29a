import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

const programs = ["cli", "scripts", "e2e"]
  .flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" }).map((file) =>
      path.join(folder, file),
    ),
  )
  .filter((file) => file.endsWith(".ts"))
  .map((file) => ({ file, text: readFileSync(file, "utf8") }))
  .filter(({ text }) => text.includes("\nvoid runCommand("));

test("a program runs when all its constants are there", () => {
  expect(programs.length).toBeGreaterThan(20);
  const early = programs.filter(({ text }) => {
    const [, after = ""] = text.split("\nvoid runCommand(");
    return /^(const|let) /m.test(after);
  });
  expect(early.map(({ file }) => file)).toEqual([]);
});
