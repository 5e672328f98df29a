import { existsSync, readFileSync } from "node:fs";
import { projectFile } from "../environments/project";
import { RULES } from "../rules";

const page = readFileSync(projectFile("docs/incident.md"), "utf8");
const rows = page
  .split("\n")
  .filter((line) => line.startsWith("| "))
  .slice(2)
  .map((line) => line.split("|").map((cell) => cell.trim()))
  .map(([, wish = "", here = "", held = ""]) => ({ wish, here, held }));

/** Names of files of the project in a cell, and of folders with a slash at the end. */
const pathsIn = (cell: string) =>
  [...cell.matchAll(/`([\w.-]+(?:\/[\w.-]+)*(?:\.(?:ts|ya?ml|json)|\/))`/g)].map(
    ([, path = ""]) => path,
  );

describe("the page of the incident", () => {
  test("answers what the report asked for", () => {
    const wishes = rows.map(({ wish }) => wish).join("\n");
    for (const asked of ["charts/keda", "registry mirror", "rwm-nfs", "GPU", "GHCR", "smoke"]) {
      expect(wishes).toContain(asked);
    }
    expect(wishes).toMatch(/kubectl apply -k/);
    expect(wishes).toMatch(/rollback/);
  });

  test.each(rows)("$wish: every file that is named is there", ({ here, held }) => {
    const paths = [...pathsIn(here), ...pathsIn(held)];
    expect(paths).not.toEqual([]);
    expect(paths.filter((path) => !existsSync(projectFile(path)))).toEqual([]);
  });

  test.each(rows.filter(({ held }) => held.includes("rule")))(
    "$wish: every rule that is named is run",
    ({ held }) => {
      const named = pathsIn(held).flatMap(
        (path) => /^rules\/([a-z-]+)(?:\.ts|\/)$/.exec(path)?.[1] ?? [],
      );
      expect(named).not.toEqual([]);
      const ids = RULES.map(({ id }) => id);
      expect(named.filter((id) => !ids.includes(id))).toEqual([]);
    },
  );
});
