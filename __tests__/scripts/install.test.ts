import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { temporaryFolder } from "../support/temporary-folder";

const LOCKED = {
  "": {},
  "node_modules/zod": { version: "4.0.0" },
  "node_modules/jest": { version: "30.0.0", dev: true },
  "node_modules/@esbuild/linux-x64": { version: "1.0.0", optional: true },
  "node_modules/shared": { version: "2.0.0", devOptional: true },
};

/** Whether packages that npm has installed are what the lockfile has. */
function isInstalled(installed: object, everything: boolean): boolean {
  const folder = temporaryFolder();
  mkdirSync(path.join(folder, "node_modules"));
  const write = (name: string, packages: object) =>
    writeFileSync(path.join(folder, name), JSON.stringify({ packages }));
  write("package-lock.json", LOCKED);
  write("node_modules/.package-lock.json", installed);
  const module = pathToFileURL(path.resolve("scripts/install.mjs")).href;
  const program = `
    const [, folder, everything] = process.argv;
    const { isInstalled } = await import(${JSON.stringify(module)});
    console.log(isInstalled(folder, everything === "true"));`;
  const args = ["--input-type=module", "--eval", program, folder, String(everything)];
  const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  expect(stderr).toBe("");
  return stdout.trim() === "true";
}

const { "node_modules/zod": zod, "node_modules/jest": development } = LOCKED;
const { "node_modules/shared": shared } = LOCKED;
const COMMANDS = { "node_modules/zod": zod };

test.each([
  { what: "everything", installed: LOCKED, commands: true, tests: true },
  { what: "what commands need", installed: COMMANDS, commands: true, tests: false },
  {
    what: "everything but what some machines have alone",
    installed: { ...COMMANDS, "node_modules/jest": development, "node_modules/shared": shared },
    commands: true,
    tests: true,
  },
  {
    what: "another version",
    installed: { ...LOCKED, "node_modules/zod": { version: "3.0.0" } },
    commands: false,
    tests: false,
  },
])("$what is enough for commands: $commands, for tests: $tests", (one) => {
  expect(isInstalled(one.installed, false)).toBe(one.commands);
  expect(isInstalled(one.installed, true)).toBe(one.tests);
});

test("before the first install nothing is enough", () => {
  expect(isInstalled({}, false)).toBe(false);
});
