import { readFileSync } from "node:fs";
import {
  COMMANDS,
  commandsDocument,
  exitStatusTable,
} from "../../scripts/references/commands-document";
import { projectFile } from "../../environments/project";

const { scripts } = JSON.parse(readFileSync(projectFile("package.json"), "utf8"));
const ofCli = Object.values<string>(scripts).flatMap(
  (script) => /cli\/([\w-]+)\/index\.ts$/.exec(script)?.[1] ?? [],
);

test("every command of the project is in the page of the options", () => {
  expect(Object.keys(COMMANDS).sort()).toEqual(ofCli.sort());
});

test("the page has each command's own help, the options of one application among them", () => {
  const page = commandsDocument();
  for (const { help } of Object.values(COMMANDS)) expect(page).toContain(help);
  for (const name of ["rollback", "try-image", "mirror", "migrate-claims", "local", "simulate"]) {
    expect(COMMANDS[name]?.help).toContain("--application NAME");
  }
});

test("the table of exit statuses has a row a command, each with a meaning for 0, 1 and 2", () => {
  const rows = exitStatusTable().split("\n").slice(2);
  expect(rows).toHaveLength(ofCli.length);
  for (const row of rows) expect(row).toMatch(/^\| `npm [\w -]+` \|( [^|]{4,} \|){3}$/);
  expect(rows.find((row) => row.includes("npm run plan"))).toMatch(/\| changes \|$/);
});
