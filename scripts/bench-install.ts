import { readdirSync, readFileSync, lstatSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { projectFile } from "../environments/project";

const MEBIBYTE = 1024 * 1024;

/** MiB of the installed packages: all of them, and those that the commands need. */
export interface InstallFigure {
  readonly everything: number;
  readonly commands: number;
}

const lockfile = z.object({
  packages: z.record(z.string(), z.object({ dev: z.boolean().optional() })),
});

/** What stands on disk now, by the lockfile's packages. */
export function installFigure(): InstallFigure {
  const { packages } = lockfile.parse(
    JSON.parse(readFileSync(projectFile("package-lock.json"), "utf8")),
  );
  const sizes = Object.entries(packages)
    .filter(([folder]) => folder !== "")
    .map(([folder, { dev }]) => ({ dev: dev === true, bytes: bytesIn(projectFile(folder)) }));
  const total = (of: typeof sizes) => of.reduce((sum, { bytes }) => sum + bytes, 0) / MEBIBYTE;
  return { everything: total(sizes), commands: total(sizes.filter(({ dev }) => !dev)) };
}

/** Of a package's own files, without the packages inside it. */
function bytesIn(folder: string): number {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter(({ name }) => name !== "node_modules")
      .reduce((sum, entry) => {
        const inside = path.join(folder, entry.name);
        return sum + (entry.isDirectory() ? bytesIn(inside) : lstatSync(inside).blocks * 512);
      }, 0);
  } catch {
    // Optional, for another system.
    return 0;
  }
}

/** The figure as a line. */
export function installLine({ everything, commands }: InstallFigure): string {
  return `packages on disk: ${commands.toFixed(0)} MiB for the commands, ${everything.toFixed(0)} with those of development, ratio ${(commands / everything).toFixed(2)}\n`;
}
