/**
 * Installs from the lockfile what is missing. Plain JavaScript without
 * dependencies, because it runs before there are any.
 */
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const project = fileURLToPath(new URL("..", import.meta.url));
const PROGRESS_INTERVAL_MS = 10_000;

/**
 * Packages of a lockfile with their folders.
 *
 * @param everything those of development, too: the CDKTF CLI, compilers, linters and tests
 */
export function packagesIn(lockfile, everything) {
  const { packages } = JSON.parse(readFileSync(lockfile, "utf8"));
  return Object.entries(packages)
    .filter(([folder, { dev }]) => folder !== "" && (everything || dev !== true))
    .map(([folder, { version, optional, devOptional }]) => ({
      folder,
      version,
      optional: optional === true || (devOptional === true && !everything),
    }));
}

/** Whether what npm has written down of a folder's packages is what the lockfile says. */
export function isInstalled(folder, everything) {
  const installed = path.join(folder, "node_modules", ".package-lock.json");
  if (!existsSync(installed)) return false;
  const found = new Map(packagesIn(installed, true).map((one) => [one.folder, one.version]));
  return packagesIn(path.join(folder, "package-lock.json"), everything).every(
    (one) => found.get(one.folder) === one.version || (one.optional && !found.has(one.folder)),
  );
}

/**
 * Installs, if anything is missing. Ends the process where npm fails.
 *
 * @param everything without it what `npm start`, `check` and the like need: half of the disk
 */
export async function ensureInstalled({ everything }) {
  if (isInstalled(project, everything)) return;
  const started = Date.now();
  const seconds = () => Math.round((Date.now() - started) / 1000);
  const { length } = packagesIn(path.join(project, "package-lock.json"), everything);
  console.error(`Installing ${length} packages from the lockfile ...`);
  const progress = setInterval(
    () => console.error(`  still installing, ${seconds()} s`),
    PROGRESS_INTERVAL_MS,
  );
  // Install scripts of dependencies are not needed: all ship what they run as packages.
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  const args = ["ci", "--ignore-scripts", "--loglevel=error"];
  const status = await run(npm, everything ? args : [...args, "--omit=dev"], project);
  clearInterval(progress);
  if (status !== 0) {
    console.error(
      "npm ci failed. Fix what it says above (network, registry, disk), then run this again.",
    );
    process.exit(status);
  }
  for (const script of ["install-hooks.mjs", "link-cdktf.mjs"]) {
    await run(process.execPath, [path.join("scripts", script)], project);
  }
  console.error(`Installed in ${seconds()} s.`);
}

/** @returns exit status */
export function run(command, args, cwd) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, stdio: "inherit" });
    child.on("error", reject);
    child.on("exit", (code, signal) => resolve(code ?? (signal === "SIGINT" ? 130 : 1)));
  });
}
