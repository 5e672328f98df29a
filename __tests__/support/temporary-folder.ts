import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const made: string[] = [];

/** An empty folder, removed when the test file has ended. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), "fluxibri-test-"));
  made.push(folder);
  return folder;
}

/** A program of a few lines of shell, in place of one that a test must not need. */
export function writeProgram(folder: string, name: string, lines: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, `#!/bin/sh\n${lines}\n`);
  chmodSync(file, 0o755);
  return file;
}

afterAll(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});
