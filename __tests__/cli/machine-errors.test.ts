import { existsSync, readdirSync } from "node:fs";
import { machineFailure } from "../../runtime/failure";
import { errorReport } from "../../runtime/error-report";
import { usageError } from "../../runtime/command-line";
import { runHere } from "../support/run-here";
import { runScript } from "../support/run-script";

// Packages that only a process of its own can import; what ends before it begins uses neither.
jest.mock("prettier", () => ({}));
jest.mock("@kubernetes/client-node", () => ({ ListWatch: class {} }));

const COMMANDS = readdirSync("cli").filter((name) => existsSync(`cli/${name}/index.ts`));
/** 2 means changes there. */
const STATUS_OF_MISUSE: Readonly<Record<string, number>> = { plan: 1, drift: 1, "tfc-run": 1 };
/** It prints JSON of a failure like any, and of nothing else. */
const WITHOUT_THE_OPTION = ["new-environment"];

test.each(COMMANDS)("%s --json that fails before it begins prints one document", async (name) => {
  const { status, stdout, stderr } = await runHere(`cli/${name}/index.ts`, ["--bogus", "--json"]);
  const expected = STATUS_OF_MISUSE[name] ?? 2;
  const unknown = ["--bogus", ...(WITHOUT_THE_OPTION.includes(name) ? ["--json"] : [])];
  expect(status).toBe(expected);
  expect(JSON.parse(stdout)).toEqual({
    error: {
      status: expected,
      messages: unknown.map((option) => ({
        place: `command line: ${option}`,
        value: option,
        message: "there is no such option",
        fix: expect.stringMatching(/^use: npm (run [a-z-]+|start) -- /),
      })),
    },
  });
  expect(stderr).toContain("--bogus");
  expect(stderr).not.toMatch(/^\s+at /m);
});

const SCRIPTS = ["generate", "lock-providers", "bench"];
const FILES = [...SCRIPTS.map((name) => `scripts/${name}.ts`), "e2e/run.ts"];

test.each([
  ...COMMANDS.map((name) => ({ program: `cli/${name}/index.ts`, run: runHere })),
  // No other test starts these.
  ...FILES.map((program) => ({ program, run: runScript })),
])("$program --help prints the usage, and that is all", async ({ program, run }) => {
  const { status, stdout, stderr } = await run(program, ["--help"]);
  expect([status, stderr]).toEqual([0, ""]);
  expect(stdout).toMatch(/^use: (npm|node) /);
});

test.each(SCRIPTS)("scripts/%s.ts names an option that it does not know", async (name) => {
  const { status, stderr } = await runHere(`scripts/${name}.ts`, ["--bogus"]);
  expect(status).toBe(2);
  expect(stderr).toContain("fix:   use: ");
  expect(stderr).not.toMatch(/^\s+at /m);
});

test("every message has place, value, what is wrong and the fix", () => {
  const error = usageError("70000", "no port", "use: it", "--port");
  expect(JSON.parse(errorReport(error, 2))).toEqual({
    error: {
      status: 2,
      messages: [
        { place: "command line: --port", value: "70000", message: "no port", fix: "use: it" },
      ],
    },
  });
  expect(JSON.parse(errorReport(new Error("defect"), 1))).toHaveProperty("error.messages", [
    { place: null, value: null, message: "defect", fix: null },
  ]);
});

test.each([
  ["ENOSPC", "make room"],
  ["EACCES", "may read and write"],
])("%s is no defect of the code", (code, remedy) => {
  const error = Object.assign(new Error(`${code}: write`), { code });
  expect(machineFailure(error)?.remedy).toContain(remedy);
  expect(machineFailure(Object.assign(error, { code: "ERR_ASSERTION" }))).toBeUndefined();
});
