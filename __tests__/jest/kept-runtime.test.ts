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

/** As cdktf keeps tokens: in a global that it reads once. */
const TOKENS = `globalThis.__cdktfTokenMap ??= { tokens: new Map(), counter: 0 };
const map = globalThis.__cdktfTokenMap;
exports.token = () => (map.tokens.set(map.counter, "token"), map.counter++);
exports.known = () => [...globalThis.__cdktfTokenMap.tokens.keys()];`;

/** Runs the same test file twice in one worker, each after the other, with the project's environment and runtime. */
function twice(test: string, more: Readonly<Record<string, string>> = {}) {
  const folder = temporaryFolder();
  for (const name of ["a-package", "yaml", "cdktf"]) {
    mkdirSync(path.join(folder, "node_modules", name), { recursive: true });
  }
  const files = {
    "module.js": MODULE,
    "node_modules/a-package/index.js": MODULE,
    "node_modules/yaml/index.js": MODULE,
    "node_modules/yaml/unlisted.js": 'require("a-package");',
    "node_modules/yaml/folder.js": 'exports.folder = require("node:os").tmpdir();',
    "node_modules/cdktf/index.js": TOKENS,
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

test("a package that keeps nothing of a file is evaluated once for all of them", () => {
  expect(
    twice(`${OUTSIDE}
test("counts on", () => {
  const { counted } = require("yaml");
  outside.counted = (outside.counted ?? 0) + 1;
  expect(counted()).toBe(outside.counted);
  jest.resetModules();
  expect(require("yaml").counted).toBe(counted);
});
test("a spy on it ends with the file", () => {
  expect(jest.isMockFunction(require("yaml").when)).toBe(false);
  jest.spyOn(require("yaml"), "when").mockReturnValue(1);
});`),
  ).toEqual(PASSED(4));
});

test("no file finds the tokens of another", () => {
  expect(
    twice(`test("numbers them from zero", () => {
  const { token, known } = require("cdktf");
  expect(known()).toEqual([]);
  expect([token(), token()]).toEqual([0, 1]);
  expect(known()).toEqual([0, 1]);
});`),
  ).toEqual(PASSED(2));
});

test("a file that mocks a module of Node or a shared package has packages of its own, with the mock", () => {
  expect(
    twice(`jest.mock("node:os", () => ({ tmpdir: () => "mocked" }));
test("that a package uses", () => {
  expect(require("yaml/folder").folder).toBe("mocked");
  expect(require("yaml").counted()).toBe(1);
});`),
  ).toEqual(PASSED(2));
  expect(
    twice(`jest.mock("yaml", () => ({ mocked: true }));
test("that it imports itself", () => {
  expect(require("yaml").mocked).toBe(true);
  expect(require("cdktf").token()).toBe(0);
});`),
  ).toEqual(PASSED(2));
  // No shared package can use it.
  expect(
    twice(`${OUTSIDE}
const { counted } = require("yaml");
jest.doMock("a-package", () => ({ mocked: true }));
test("of another it has the mock alone", () => {
  outside.counted = (outside.counted ?? 0) + 1;
  expect(counted()).toBe(outside.counted);
  expect(require("a-package").mocked).toBe(true);
});`),
  ).toEqual(PASSED(2));
});

test("a mock that comes after a shared package, and one that uses what is not shared, is an error", () => {
  const { numPassedTests, failures } = twice(`require("yaml");
jest.doMock("node:os", () => ({}));
test("never runs", () => {});`);
  expect(numPassedTests).toBe(0);
  expect(failures).toContain(
    'jest.mock("node:os") comes after an import of a package: mock it first',
  );
  expect(twice('test("uses it", () => void require("yaml/unlisted"));').failures).toMatch(
    /yaml\/unlisted\.js is shared by all test files and uses .*a-package.*: list it in SHARED/,
  );
});

test("a file that asks for jest's own environment has a context of its own", () => {
  const own = `/** @jest-environment node */
test("has its own arrays", () => {
  expect(Array.prototype.left).toBeUndefined();
  Array.prototype.left = 1;
});`;
  expect(twice(own)).toEqual(PASSED(2));
});
