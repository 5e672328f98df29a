import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import path from "node:path";

/**
 * Puts a finished synthesis at `outdir`. Files are renamed into place one by
 * one, the manifest last; a stack folder's `.terraform` and lock file stay, so
 * that the next `terraform init` is quick. Folders of stacks that are gone are emptied:
 * cdktf, which lists the folders before it calls this, removes them, and fails on one
 * that is not there. Those of other environments stay, an apply may be at work on them.
 */
export function publish(workdir: string, outdir: string): void {
  const stacks = readdirSync(path.join(workdir, "stacks"));
  const published = path.join(outdir, "stacks");
  if (existsSync(published)) {
    for (const old of readdirSync(published)) {
      const isOurs = stacks.some((stack) => environmentOf(stack) === environmentOf(old));
      if (isOurs && !stacks.includes(old)) empty(path.join(published, old));
    }
  }
  for (const stack of stacks) {
    for (const file of readdirSync(path.join(workdir, "stacks", stack))) {
      place(workdir, outdir, path.join("stacks", stack, file));
    }
  }
  place(workdir, outdir, "manifest.json");
}

function empty(folder: string): void {
  for (const file of readdirSync(folder)) {
    rmSync(path.join(folder, file), { recursive: true, force: true });
  }
}

function place(workdir: string, outdir: string, file: string): void {
  const target = path.join(outdir, file);
  mkdirSync(path.dirname(target), { recursive: true });
  const arriving = `${target}.arriving`;
  cpSync(path.join(workdir, file), arriving, { recursive: true });
  renameSync(arriving, target);
}

/** Ids of stacks are `<environment>-<stack>`, and names of environments have no hyphen. */
function environmentOf(stack: string): string {
  return stack.split("-")[0] ?? "";
}
