/**
 * Runs one of the project's TypeScript programs from a fresh clone: checks
 * Node, installs from the lockfile what is missing, then starts the program.
 * Plain JavaScript without dependencies, because it runs before there are any.
 *
 * Usage: node scripts/run.mjs PROGRAM.ts [ARGUMENT...]
 */
import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { setFlagsFromString } from "node:v8";
import { ensureInstalled } from "./install.mjs";
import { runProgram } from "./program.mjs";

const project = fileURLToPath(new URL("..", import.meta.url));
const OLDEST_NODE = [20, 19];

/** What needs no packages of development: the commands but `local`, which starts the CDKTF CLI, and the one file. */
const WITHOUT_DEVELOPMENT = /^(cli\/(?!local\/)|main\.ts$|scripts\/build-check\.ts$)/;

const [major, minor] = process.versions.node.split(".").map(Number);
if (major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1])) {
  console.error(
    `Node ${process.versions.node} is too old: install Node ${OLDEST_NODE.join(".")} or newer.`,
  );
  process.exit(2);
}
const [name, ...args] = process.argv.slice(2);
await ensureInstalled({ everything: !WITHOUT_DEVELOPMENT.test(name ?? "") });
// Most programs end before what V8 optimizes pays: a quarter of the CPU of `npm start`. From
// Node 22 on it waits by itself. What runs seven times as long as it asks for (67,584) is optimized.
if (major < 22) setFlagsFromString("--interrupt-budget=500000");

/** Path of a program: a file, or `cli/check.ts` for the command in the folder `cli/check`. */
function programFile(name) {
  const file = path.join(project, name);
  const inFolder = path.join(file.replace(/\.ts$/, ""), "index.ts");
  return existsSync(file) || !existsSync(inFolder) ? file : inFolder;
}

/** esbuild's failure carries the errors that it has printed. */
const isBuildFailure = (error) =>
  error instanceof Error && "errors" in error && "warnings" in error;

const program = programFile(name);
process.argv = [process.argv[0], program, ...args];
try {
  await runProgram(project, program, import.meta.url);
} catch (error) {
  if (!isBuildFailure(error)) throw error;
  console.error("The program cannot be built: put right what is said above.");
  process.exit(2);
}
