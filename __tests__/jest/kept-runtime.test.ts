import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { temporaryFolder } from "../support/temporary-folder";

const results = z.object({
  numPassedTests: z.number(),
  testResults: z.array(z.object({ message: z.string() })),
});

/** What outlives a test file: a core module is of the process. */
const OUTSIDE = 'const outside = require("node:os");';
/** A template's strings are one object for as long as the code that has it is one. */
const MODULE = `let count = 0;
module.exports = { counted: () => ++count, code: ((strings) => strings)\`code\`, when: () => Date.now() };`;

/** Runs the same test file twice in one worker, each after the other, with the project's environment and runtime. */
function twice(test: string, more: Readonly<Record<string, string>> = {}) {
  const folder = temporaryFolder();
  mkdirSync(path.join(folder, "node_modules/a-package"), { recursive: true });
  const files = {
    "module.js": MODULE,
    "node_modules/a-package/index.js": MODULE,
    "first.test.js": test,
    "second.test.js": test,
    "package.json": "{}",
    "jest.config.json": JSON.stringify({
      testEnvironment: path.resolve("__tests__/jest/kept-environment.cjs"),
      runtime: path.resolve("__tests__/jest/kept-runtime.cjs"),
      transform: {},
      cacheDirectory: path.join(folder, "cache"),
    }),
    ...more,
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
  const out = path.join(folder, "out.json");
  spawnSync(
    process.execPath,
    [path.resolve("node_modules/jest/bin/jest.js"), "-i", "--json", `--outputFile=${out}`],
    { cwd: folder, encoding: "utf8" },
  );
  const { numPassedTests, testResults } = results.parse(JSON.parse(readFileSync(out, "utf8")));
  return { numPassedTests, failures: testResults.map(({ message }) => message).join("") };
}

const PASSED = (numPassedTests: number) => ({ numPassedTests, failures: "" });

test("a file evaluates its modules and packages anew, by code that is kept", () => {
  expect(
    twice(`${OUTSIDE}
test.each(["./module", "a-package"])("%s", (name) => {
  const { counted, code } = require(name);
  expect(counted()).toBe(1);
  expect(counted()).toBe(2);
  outside[name] ??= code;
  expect(outside[name]).toBe(code);
});
test("its own code is not kept", () => {
  const own = ((strings) => strings)\`own\`;
  expect(outside.own).not.toBe(own);
  outside.own = own;
});`),
  ).toEqual(PASSED(6));
});

test("a module whose text is another is compiled again", () => {
  expect(
    twice(`${OUTSIDE}
const fs = require("node:fs");
test("as it is now", () => {
  outside.value = (outside.value ?? 0) + 1;
  fs.writeFileSync(__dirname + "/changing.js", "module.exports = " + outside.value + ";");
  expect(require("./changing")).toBe(outside.value);
});`),
  ).toEqual(PASSED(2));
});

test("nothing that a file does to globals, variables, mocks, matchers and the clock is seen by the next", () => {
  expect(
    twice(`${OUTSIDE}
jest.mock("./mocked", () => ({ file: module.filename }), { virtual: true });
test("as new", () => {
  expect(globalThis.left).toBeUndefined();
  expect(globalThis[Symbol.for("left")]).toBeUndefined();
  expect(process.env.LEFT).toBeUndefined();
  expect(typeof structuredClone).toBe("function");
  expect(fetch).not.toBe(1);
  expect(JSON.stringify({})).toBe("{}");
  expect(expect.toBeLeft).toBeUndefined();
  expect(expect.getState().testPath).toBe(__filename);
  expect(Date.now()).toBeGreaterThan(Date.UTC(2001));
  expect(require("./module").when()).toBeGreaterThan(Date.UTC(2001));
  expect(require("./mocked").file).toBe(__filename);
  expect(jest.isMockFunction(console.log)).toBe(false);
});
test("and used", () => {
  globalThis.left = 1;
  globalThis[Symbol.for("left")] = 1;
  process.env.LEFT = "1";
  delete globalThis.structuredClone;
  globalThis.fetch = 1;
  expect.extend({ toBeLeft: () => ({ pass: true, message: () => "" }) });
  jest.spyOn(console, "log");
  jest.spyOn(JSON, "stringify").mockReturnValue("mocked");
  jest.useFakeTimers({ now: 0 });
  expect(require("./module").when()).toBe(0);
});`),
  ).toEqual(PASSED(4));
});

test("a file that asks for jest's own environment has a context of its own", () => {
  const own = `/** @jest-environment node */
test("has its own arrays", () => {
  expect(Array.prototype.left).toBeUndefined();
  Array.prototype.left = 1;
});`;
  expect(twice(own)).toEqual(PASSED(2));
});
