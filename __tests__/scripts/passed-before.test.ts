import { execFileSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { TypesPassed } from "../../scripts/passed-before";
import { temporaryFolder } from "../support/temporary-folder";

let project: string;
const write = (name: string, text: string) => writeFileSync(path.join(project, name), text);
beforeEach(() => {
  project = temporaryFolder();
  execFileSync("git", ["init", "--quiet"], { cwd: project });
  write(".gitignore", "node_modules/\n");
  write("a.ts", "export const a = 1;\n");
  write("package-lock.json", "{}");
});

test("types that passed are known until a source, data or the lockfile changes, or a file comes or goes", () => {
  expect(new TypesPassed(project).isKnown()).toBe(false);
  new TypesPassed(project).keep();
  expect(new TypesPassed(project).isKnown()).toBe(true);
  const changes: readonly (readonly [string, string])[] = [
    ["a.ts", "export const a = 2;\n"],
    ["package-lock.json", '{ "packages": {} }'],
    ["new.ts", "export {};\n"],
  ];
  for (const [name, text] of changes) {
    write(name, text);
    expect(new TypesPassed(project).isKnown()).toBe(false);
    new TypesPassed(project).keep();
    expect(new TypesPassed(project).isKnown()).toBe(true);
  }
  rmSync(path.join(project, "new.ts"));
  expect(new TypesPassed(project).isKnown()).toBe(false);
});

test("what is no source of types changes nothing", () => {
  new TypesPassed(project).keep();
  write("README.md", "text\n");
  expect(new TypesPassed(project).isKnown()).toBe(true);
});

test("where git knows of no files, nothing is known", () => {
  rmSync(path.join(project, ".git"), { recursive: true });
  const passed = new TypesPassed(project);
  passed.keep();
  expect(passed.isKnown()).toBe(false);
});
