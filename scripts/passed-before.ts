import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { runSync } from "../runtime/process/run-sync";

/** What types are made of: sources, data that is imported, options and the packages of the lockfile. */
const OF_TYPES = ["*.ts", "*.mts", "*.json"];

/**
 * Whether types passed with the very same files. The compiler reads all of them each
 * time, half of what `npm test` takes before its first test.
 */
export class TypesPassed {
  private readonly file: string;
  private readonly key: string | undefined;

  /** @param project absolute path, as git knows its files; elsewhere nothing is known */
  constructor(project: string) {
    this.file = path.join(project, "node_modules", ".cache", "types-passed");
    this.key = keyOf(project);
  }

  isKnown(): boolean {
    try {
      return this.key !== undefined && readFileSync(this.file, "utf8") === this.key;
    } catch {
      return false;
    }
  }

  /** Call it when they passed. */
  keep(): void {
    if (this.key === undefined) return;
    mkdirSync(path.dirname(this.file), { recursive: true });
    writeFileSync(this.file, this.key);
  }
}

function keyOf(project: string): string | undefined {
  const args = ["ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", ...OF_TYPES];
  const { ok, stdout } = runSync({ program: "git", args, cwd: project });
  if (!ok) return undefined;
  const hash = createHash("sha256");
  try {
    for (const name of stdout.split("\0").filter(Boolean)) {
      hash.update(`${name}\n`).update(readFileSync(path.join(project, name)));
    }
  } catch {
    // One that git knows and that is gone.
    return undefined;
  }
  return hash.digest("hex");
}
