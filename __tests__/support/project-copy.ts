import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { ScriptResult } from "./run-script";
import { temporaryFolder } from "./temporary-folder";

/** What a copy does without: what commands leave behind, and what no command reads. */
const LEFT_OUT = ["node_modules", "cdktf.out", "coverage", "docs", "__tests__", "e2e"];

/** A copy of the project that a test may change, as a person would; packages are the project's own. */
export class ProjectCopy {
  readonly folder = temporaryFolder();

  constructor() {
    const entries = readdirSync(".").filter(
      (name) => !name.startsWith(".") && !LEFT_OUT.includes(name),
    );
    for (const name of entries) cpSync(name, path.join(this.folder, name), { recursive: true });
    mkdirSync(path.join(this.folder, "docs"));
    symlinkSync(path.resolve("node_modules"), path.join(this.folder, "node_modules"));
  }

  read(file: string): string {
    return readFileSync(path.join(this.folder, file), "utf8");
  }

  write(file: string, text: string): void {
    writeFileSync(path.join(this.folder, file), text);
  }

  /** Writes a file anew, with texts replaced; one that is not there is a mistake of the test. */
  edit(file: string, ...changes: readonly (readonly [from: string, to: string])[]): void {
    this.write(
      file,
      changes.reduce((text, [from, to]) => {
        if (!text.includes(from)) throw new Error(`${file} has no ${from}`);
        return text.replace(from, to);
      }, this.read(file)),
    );
  }

  /** Names of the environments' files. */
  environmentFiles(): readonly string[] {
    return readdirSync(path.join(this.folder, "environments"));
  }

  /** Runs one of the project's programs in the copy. */
  run(program: string, ...args: readonly string[]): ScriptResult {
    return this.node("scripts/run.mjs", program, ...args);
  }

  /** Runs Node in the copy. */
  node(...args: readonly string[]): ScriptResult {
    const env = { ...process.env, KUBECONFIG: "", KUBE_CONTEXT: "", FLUXIBRI_ENVIRONMENTS: "" };
    const { status, stdout, stderr } = spawnSync(process.execPath, [...args], {
      cwd: this.folder,
      env,
      encoding: "utf8",
      maxBuffer: 64 * 1024 * 1024,
    });
    return { status, stdout, stderr };
  }
}
