import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { temporaryFolder } from "../../support/temporary-folder";

test("the report is one file: its program is bundled for browsers, and nothing is fetched", () => {
  const file = path.join(temporaryFolder(), "report.html");
  const args = ["scripts/run.mjs", "cli/report/index.ts", "staging", "--out", file];
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  expect({ status, said: status === 0 ? "" : stderr }).toEqual({ status: 0, said: "" });
  const page = readFileSync(file, "utf8");
  expect(page).toMatch(/<script>.{100000}/s);
  expect(page).not.toMatch(/<(?:script|img|link)[^>]* (?:src|href)=/);
});
