import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { compiledBefore, keepCompiled } from "../../../environments/files/compiled";
import { OTHER_PROJECT } from "../../support/other-project";
import { temporaryFolder } from "../../support/temporary-folder";

jest.mock("../../../environments/project", () => jest.requireActual("../../support/other-project"));

let project: string;
beforeEach(() => {
  project = temporaryFolder();
  process.env[OTHER_PROJECT] = project;
});
afterEach(() => {
  delete process.env[OTHER_PROJECT];
});

test("what was compiled of a text is known by the text alone", () => {
  expect(compiledBefore("export const a: number = 1;")).toBeUndefined();
  keepCompiled("export const a: number = 1;", "exports.a = 1;");
  expect(compiledBefore("export const a: number = 1;")).toBe("exports.a = 1;");
  expect(compiledBefore("export const a: number = 2;")).toBeUndefined();
  expect(readdirSync(path.join(project, "node_modules", ".cache", "programs"))).toHaveLength(1);
});

test("a folder that cannot be written costs no run", () => {
  mkdirSync(path.join(project, "node_modules"));
  writeFileSync(path.join(project, "node_modules", ".cache"), "a file");
  keepCompiled("a", "b");
  expect(compiledBefore("a")).toBeUndefined();
});
