import path from "node:path";
import { fromCaller } from "../../runtime/caller";

const before = process.env["INIT_CWD"];

afterEach(() => {
  if (before === undefined) delete process.env["INIT_CWD"];
  else process.env["INIT_CWD"] = before;
});

test.each([
  ["in the project, from its folder", "docs", ".", "docs"],
  ["the project itself", ".", ".", "."],
  ["in the project, from a folder of it", "runbook", "docs", "docs/runbook"],
  ["of the project, from the root", path.resolve("docs"), ".", "docs"],
  ["beside the project", "../other", ".", "../other"],
  ["elsewhere, from the root", "/srv/app/deploy", ".", "/srv/app/deploy"],
])("a path %s, is named as people read it", (_what, given, cwd, read) => {
  process.env["INIT_CWD"] = path.resolve(cwd);
  expect(fromCaller(given)).toBe(read);
});
