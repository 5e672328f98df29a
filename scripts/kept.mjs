/**
 * Files that a later run of a program is quicker with, below node_modules. Plain
 * JavaScript, because run.mjs imports it before there are packages.
 */
import { createHash } from "node:crypto";
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";

/** What nothing ran for so long is removed: builds of another Node, of a copy of the project that is gone. */
const KEPT_MS = 7 * 24 * 60 * 60 * 1000;

/** A file as it was, to the nanosecond; null when it is not there. */
export function stampOf(file) {
  const found = statSync(file, { bigint: true, throwIfNoEntry: false });
  return found === undefined ? null : `${found.mtimeNs} ${found.ctimeNs} ${found.size}`;
}

/** What is kept of one program, by this Node, in this folder. */
export class Kept {
  constructor(project, program) {
    this.folder = path.join(project, "node_modules", ".cache", "programs");
    const key = JSON.stringify([project, program, process.version, process.arch, process.execArgv]);
    this.stem = createHash("sha256").update(key).digest("hex").slice(0, 16);
  }

  file(ending) {
    return path.join(this.folder, `${this.stem}${ending}`);
  }

  read(ending) {
    try {
      return readFileSync(this.file(ending));
    } catch {
      return undefined;
    }
  }

  /** Never fails a command: a folder that cannot be written costs time alone. */
  write(ending, content) {
    try {
      mkdirSync(this.folder, { recursive: true });
      const temporary = this.file(`.${process.pid}.tmp`);
      writeFileSync(temporary, content);
      renameSync(temporary, this.file(ending));
    } catch {
      // Made anew next time.
    }
  }

  /** The record of the last build, if all that went into it is as it was. */
  record() {
    try {
      const record = JSON.parse(String(this.read(".json")));
      return record.inputs.every(([file, stamp]) => stampOf(file) === stamp) ? record : undefined;
    } catch {
      return undefined;
    }
  }

  /** Removes this program's earlier builds, and what was not used for long. */
  prune(current) {
    try {
      for (const name of readdirSync(this.folder)) {
        const file = path.join(this.folder, name);
        const isEarlier = name.startsWith(`${this.stem}.`) && !name.startsWith(current);
        const isOld = Date.now() - statSync(file).mtimeMs > KEPT_MS;
        if ((isEarlier && !name.endsWith(".json")) || isOld) rmSync(file, { force: true });
      }
    } catch {
      // Another process removes them as well.
    }
  }
}
