import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { runScript } from "../support/run-script";
import { jestArguments } from "../../scripts/jest-arguments";
import { temporaryFolder } from "../support/temporary-folder";

/** A checkout with two test files, each of one module, which imports what its name says. */
function checkout(): string {
  const folder = temporaryFolder();
  mkdirSync(path.join(folder, "__tests__/deep"), { recursive: true });
  const write = (name: string, text: string) => writeFileSync(path.join(folder, name), text);
  write("package.json", JSON.stringify({ jest: { testMatch: ["**/*.test.ts"], transform: {} } }));
  write("a.ts", "module.exports = 1;");
  write("b.ts", "module.exports = 1;");
  write("__tests__/a.test.ts", 'test("a", () => expect(require("../a")).toBe(1));');
  write("__tests__/deep/b.test.ts", 'test("b", () => expect(require("../../b")).toBe(1));');
  const git = (...args: readonly string[]) => execFileSync("git", args, { cwd: folder });
  git("init", "--quiet");
  git("add", "--all");
  git("-c", "user.name=x", "-c", "user.email=x@example.org", "commit", "--quiet", "-m", "x");
  write("a.ts", "module.exports = 1; // changed");
  return folder;
}

test("--changed runs the test files of what is not committed, and says how many they are of how many", () => {
  const { status, stderr } = spawnSync(
    process.execPath,
    [
      path.resolve("node_modules/jest/bin/jest.js"),
      ...jestArguments(["--changed", "--colors=false"]),
    ],
    { cwd: checkout(), encoding: "utf8" },
  );
  expect({ status, stderr }).toEqual({ status: 0, stderr: expect.any(String) });
  expect(stderr).toMatch(/^1 of 2 test files\n/m);
  expect(stderr).toContain("__tests__/a.test.ts");
  expect(stderr).not.toContain("b.test.ts");
});

test("other arguments are jest's own", () => {
  expect(jestArguments(["rules", "--silent"])).toEqual(["rules", "--silent"]);
});

test.each([
  ["--foo", 'Unrecognized option "foo"'],
  ["--changed=x", "--changed takes no value"],
])("npm test refuses %s before lint", async (option, message) => {
  const { status, stdout, stderr } = await runScript("scripts/test.ts", [option]);
  expect([status, stdout]).toEqual([2, ""]);
  expect(stderr).toContain(message);
});
