/**
 * Runs one of the project's TypeScript programs from a fresh clone: checks
 * Node, installs from the lockfile what is missing, then starts the program.
 * Plain JavaScript without dependencies, because it runs before there are any.
 *
 * Usage: node scripts/run.mjs PROGRAM.ts [ARGUMENT...]
 */
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { setFlagsFromString } from "node:v8";
import { runProgram } from "./program.mjs";

const project = fileURLToPath(new URL("..", import.meta.url));
const OLDEST_NODE = [20, 19];
const PROGRESS_INTERVAL_MS = 10_000;

/** Packages of the lockfile by folder, as `path -> version`; optional ones may be missing. */
function versions(file) {
  const { packages } = JSON.parse(readFileSync(path.join(project, file), "utf8"));
  return Object.entries(packages).filter(([folder]) => folder !== "");
}

function isInstalled() {
  const installed = "node_modules/.package-lock.json";
  if (!existsSync(path.join(project, installed))) return false;
  const found = new Map(versions(installed).map(([folder, { version }]) => [folder, version]));
  return versions("package-lock.json").every(
    ([folder, { version, optional }]) =>
      found.get(folder) === version || (optional === true && !found.has(folder)),
  );
}

function run(command, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: project, stdio: "inherit" });
    child.on("error", reject);
    child.on("exit", (code, signal) => resolve(code ?? (signal === "SIGINT" ? 130 : 1)));
  });
}

async function install() {
  const started = Date.now();
  const seconds = () => Math.round((Date.now() - started) / 1000);
  console.error(
    `Installing ${versions("package-lock.json").length} packages from the lockfile ...`,
  );
  const progress = setInterval(
    () => console.error(`  still installing, ${seconds()} s`),
    PROGRESS_INTERVAL_MS,
  );
  // Install scripts of dependencies are not needed: all ship what they run as packages.
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  const status = await run(npm, ["ci", "--ignore-scripts", "--loglevel=error"]);
  clearInterval(progress);
  if (status !== 0) {
    console.error(
      "npm ci failed. Fix what it says above (network, registry, disk), then run this again.",
    );
    process.exit(status);
  }
  await run(process.execPath, ["scripts/install-hooks.mjs"]);
  console.error(`Installed in ${seconds()} s.`);
}

const [major, minor] = process.versions.node.split(".").map(Number);
if (major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1])) {
  console.error(
    `Node ${process.versions.node} is too old: install Node ${OLDEST_NODE.join(".")} or newer.`,
  );
  process.exit(2);
}
if (!isInstalled()) await install();
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

const [name, ...args] = process.argv.slice(2);
const program = programFile(name);
process.argv = [process.argv[0], program, ...args];
try {
  await runProgram(project, program, import.meta.url);
} catch (error) {
  if (!isBuildFailure(error)) throw error;
  console.error("The program cannot be built: put right what is said above.");
  process.exit(2);
}
